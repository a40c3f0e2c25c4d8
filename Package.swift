// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target of ours: warnings stop the build, and each use of
/// memory that the compiler cannot check carries the word `unsafe`.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // The tests of overlapping accesses at run time cost a tenth of a dense scan; each stage's state belongs to
    // one thread, and the compiler's own tests stay on.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// Settings of the program that people copy to machines without Swift: its libraries are put in, and those that they
/// need in turn. Starting takes 6 ms instead of 19 so, before the first rule is read.
let withoutSwift: [LinkerSetting] = [
    .unsafeFlags(["-static-stdlib", "-use-ld=lld"], .when(platforms: [.linux])),
    .linkedLibrary("_FoundationICU", .when(platforms: [.linux])),
    .linkedLibrary("_FoundationCShims", .when(platforms: [.linux])),
    .linkedLibrary("_FoundationCollections", .when(platforms: [.linux])),
    .linkedLibrary("CoreFoundation", .when(platforms: [.linux])),
]

let package = Package(
    name: "seep",
    products: [
        .executable(name: "seep", targets: ["seep"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Layer 0: C.
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CIgzip", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .target(name: "CByteScan", cSettings: [.unsafeFlags(["-O3"])]),
        .target(name: "CLinux"),
        .target(name: "CCurl"),

        // Layer 1: the shared words.
        .target(name: "Bytes", dependencies: ["CByteScan"], swiftSettings: strict),
        .target(name: "Findings", dependencies: ["Bytes", "CByteScan"], swiftSettings: strict),

        // Layer 2: pure knowledge.
        .target(
            name: "Validation",
            dependencies: ["CByteScan", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "Rules",
            dependencies: ["Findings", "Validation", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),

        .target(name: "Records", dependencies: ["Bytes", "CByteScan", "Findings"], swiftSettings: strict),

        // Layer 3: the stages.
        .target(
            name: "Inputs",
            dependencies: ["Bytes", "CByteScan", "CIgzip", "CLinux", "CLZ4", "CXXHash", "CZstd"],
            swiftSettings: strict),
        .target(
            name: "Detection",
            dependencies: ["Bytes", "CByteScan", "CPCRE2", "CVectorscan", "Findings", "Rules", "Validation"],
            swiftSettings: strict),
        .target(
            name: "RuleBook", dependencies: ["Detection", "Rules"], swiftSettings: strict,
            plugins: ["EmbedRulesPlugin"]),
        .executableTarget(name: "EmbedRules", dependencies: ["Detection", "Rules"], swiftSettings: strict),
        .plugin(
            name: "EmbedRulesPlugin", capability: .buildTool(), dependencies: ["EmbedRules"],
            path: "Sources/EmbedRulesPlugin"),
        .target(
            name: "Ledger",
            dependencies: ["Bytes", "Findings", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),

        // Layer 4 and up: joining, telling, running.
        .target(
            name: "Reports", dependencies: ["Bytes", "Findings"], exclude: ["README.md"],
            swiftSettings: strict),
        .target(
            name: "Pipeline",
            dependencies: [
                "Bytes", "CByteScan", "CLinux", "Detection", "Findings", "Inputs", "Ledger", "Records",
                "Rules", "Validation",
            ],
            swiftSettings: strict),
        .target(
            name: "Delivery", dependencies: ["Bytes", "CCurl", "CLinux", "Reports"], swiftSettings: strict),
        .target(
            name: "Watch",
            dependencies: [
                "Bytes", "CLinux", "Delivery", "Detection", "Findings", "Inputs", "Ledger", "Pipeline",
                "Records", "Reports",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "Telemetry",
            dependencies: [
                "CLinux",
                .product(name: "FlyingSocks", package: "FlyingFox"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "Configuration", dependencies: [.product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(
            name: "Commands",
            dependencies: [
                "Bytes", "CCurl", "CLinux", "Configuration", "Delivery", "Detection", "Findings", "Inputs",
                "Ledger", "Pipeline", "Reports", "RuleBook", "Rules", "Telemetry", "Validation", "Watch",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "seep", dependencies: ["Commands"], swiftSettings: strict, linkerSettings: withoutSwift),

        // Beside the house: synthetic data with labels, and a plain loop to compare with.
        .target(name: "CorpusMaker", swiftSettings: strict),
        .target(
            name: "NaiveScan",
            dependencies: ["CPCRE2", "Detection", "Findings", "Ledger", "Pipeline", "Rules", "Validation"],
            swiftSettings: strict),
        .executableTarget(
            name: "seep-corpus",
            dependencies: [
                "CorpusMaker", "NaiveScan", "RuleBook", "Validation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "seep-fuzz",
            dependencies: [
                "CorpusMaker", "Detection", "Findings", "Inputs", "Ledger", "Pipeline", "RuleBook",
                "Validation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .target(
            name: "WatchModel",
            dependencies: [
                "CorpusMaker", "Delivery", "Detection", "Findings", "Ledger", "Pipeline", "Validation",
                "Watch",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "seep-model",
            dependencies: [
                "Detection", "Findings", "RuleBook", "Rules", "WatchModel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .testTarget(name: "CommandTests", swiftSettings: strict),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"], swiftSettings: strict),
        .testTarget(name: "CorpusTests", dependencies: ["CorpusMaker"], swiftSettings: strict),
        .testTarget(name: "DeliveryTests", dependencies: ["Delivery"], swiftSettings: strict),
        .testTarget(
            name: "DetectionTests",
            dependencies: [
                "Bytes", "CByteScan", "CorpusMaker", "Detection", "Findings", "Records", "RuleBook", "Rules",
                "Validation",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DifferentialTests",
            dependencies: ["CorpusMaker", "Findings", "NaiveScan", "RuleBook", "Rules", "Validation"],
            swiftSettings: strict),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "CorpusMaker", "Findings", "Ledger", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RecordsTests", dependencies: ["Bytes", "Findings", "Records"], swiftSettings: strict),
        .testTarget(
            name: "ValidationTests", dependencies: ["CorpusMaker", "Validation"], swiftSettings: strict),
        .testTarget(name: "FindingsTests", dependencies: ["Findings"], swiftSettings: strict),
        .testTarget(name: "InputsTests", dependencies: ["CorpusMaker", "Inputs"], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Bytes", "Findings", "Reports"], swiftSettings: strict),
        .testTarget(
            name: "RulesTests", dependencies: ["Detection", "Findings", "RuleBook", "Rules", "Validation"],
            swiftSettings: strict),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"], swiftSettings: strict),
        .testTarget(
            name: "WatchTests",
            dependencies: [
                "CorpusMaker", "Delivery", "Detection", "Findings", "Inputs", "Ledger", "Pipeline",
                "RuleBook",
                "Rules", "Validation", "Watch", "WatchModel",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "CorpusMaker", "Detection", "Findings", "Ledger", "Pipeline", "RuleBook", "Validation",
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
