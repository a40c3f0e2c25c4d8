extension WatchMeters {
    /// The page's metrics, in its order, without those of the process.
    static let families = [
        MetricFamily("seep_build_info", .gauge, "Always 1; the version of the program is in the label."),
        MetricFamily(
            "seep_read_bytes_total", .counter, "Bytes of files or of the pipe that were looked at."),
        MetricFamily(
            "seep_scanned_bytes_total", .counter,
            "Bytes that were scanned and counted, with enough of what follows them."),
        MetricFamily(
            "seep_unscanned_bytes_total", .counter, "Bytes that were given up unscanned, as far as known."),
        MetricFamily(
            "seep_findings_total", .counter, "Findings that are reported, counted at the end of each window."),
        MetricFamily("seep_alerts_emitted_total", .counter, "Lines that a sink has taken."),
        MetricFamily(
            "seep_match_errors_total", .counter,
            "Candidates that were given up at the limit of an expression."),
        MetricFamily(
            "seep_sink_blocked_seconds_total", .counter, "Seconds in which the watch waited for its sinks."),
        MetricFamily("seep_files", .gauge, "Files that are followed."),
        MetricFamily("seep_file_lag_bytes", .gauge, "Bytes not looked at yet of the file furthest behind."),
        MetricFamily(
            "seep_file_identity_changes_total", .counter, "Files that turned out to hold another stream."),
        MetricFamily(
            "seep_checkpoint_write_seconds", .histogram, "Seconds until a checkpoint is on the disk.",
            buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
        MetricFamily("seep_checkpoint_errors_total", .counter, "Checkpoints that could not be written."),
        MetricFamily("seep_rules", .gauge, "Rules that are looked for."),
        MetricFamily("seep_rules_reloads_total", .counter, "How often rules were read anew."),
        MetricFamily(
            "seep_rules_last_reload_success_timestamp_seconds", .gauge,
            "When the rules in use were read, in seconds since 1970."),
    ]

    /// Told when it is asked for, and not when it is recorded: it grows when nothing happens.
    static let checkpointAge = MetricFamily(
        "seep_checkpoint_age_seconds", .gauge,
        "Seconds since the last checkpoint, or since the start when there is none.")
}
