import ArgumentParser

/// Makes synthetic data with planted values, and scores a scan against its labels.
@main
struct SeepCorpus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seep-corpus",
        abstract: "Makes synthetic logs and dumps with planted values, and scores a scan of them.",
        subcommands: [
            Make.self, MakeBreach.self, MakeTables.self, Naive.self, ScorePlaces.self, ScoreQueries.self,
            ScoreScan.self,
        ])
}
