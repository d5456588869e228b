// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "mystery-shopper",
  products: [
    .library(name: "FieldModel", targets: ["FieldModel"]),
    .executable(name: "shopper", targets: ["shopper"]),
    .executable(name: "coordinator", targets: ["coordinator"]),
    .executable(name: "shopper-syncd", targets: ["shopper-syncd"]),
    .executable(name: "shopper-hub", targets: ["shopper-hub"]),
  ],
  traits: [
    .trait(name: "Mutants", description: "Compiles seeded defects in, for the simulation to find.")
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // The rooms of the house. An arrow may only point up this list; TidyTests holds it to that.
    // Finds libcurl when it is first used, so it is built with its header and not linked.
    .target(name: "CLibcurl", linkerSettings: [.linkedLibrary("dl")]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .target(name: "FieldModel"),
    .target(name: "Insight", dependencies: ["FieldModel"]),
    .target(
      name: "SyncProtocol",
      dependencies: ["FieldModel", "CZlib", .swiftProtobuf, .crypto],
      exclude: ["sync.proto"]
    ),
    .target(name: "Replication", dependencies: ["FieldModel", "SyncProtocol", .crypto]),
    .target(name: "RowAccess", dependencies: ["FieldModel", .grdb, .grdbSQLite]),
    .target(name: "Intake", dependencies: ["FieldModel", .yams]),
    .target(name: "Export", dependencies: ["FieldModel", .grdb, .crypto]),
    .target(
      name: "LocalStore",
      dependencies: ["FieldModel", "SyncProtocol", "Replication", "RowAccess", .crypto, .grdb]
    ),
    .target(
      name: "SyncClient",
      dependencies: [
        "FieldModel", "SyncProtocol", "Replication", "LocalStore", "CLibcurl", .lifecycle, .logging,
        .swiftProtobuf,
      ]
    ),
    .target(
      name: "HubStore",
      dependencies: ["FieldModel", "SyncProtocol", "Replication", "RowAccess", .crypto, .grdb]
    ),
    .target(
      name: "Hub",
      dependencies: [
        "FieldModel", "SyncProtocol", "Replication", "HubStore", .crypto, .httpTypes, .hummingbird,
        .hummingbirdCore, .hummingbirdTLS, .lifecycle, .logging, .metrics, .nioCore, .nioSSL,
      ]
    ),
    .target(
      name: "CommandLine",
      dependencies: [
        "FieldModel", "Insight", "SyncProtocol", "Replication", "Intake", "Export", "LocalStore",
        "SyncClient", .argumentParser,
      ]
    ),
    .executableTarget(name: "shopper", dependencies: ["CommandLine", .argumentParser]),
    .executableTarget(name: "coordinator", dependencies: ["CommandLine", .argumentParser]),
    .executableTarget(
      name: "shopper-syncd",
      dependencies: [
        "CommandLine", "LocalStore", "SyncClient", .argumentParser, .lifecycle, .logging,
        .unixSignals,
      ]
    ),
    .executableTarget(
      name: "shopper-hub",
      dependencies: [
        "Hub", "HubStore", "Replication", "FieldModel", "SyncProtocol", "CMalloc", .argumentParser,
        .lifecycle, .logging, .metrics,
      ]
    ),
    .target(name: "Simulation", dependencies: ["FieldModel", "SyncProtocol", "Replication"]),
    .executableTarget(
      name: "shopper-simulate",
      dependencies: ["Simulation", "FieldModel", "SyncProtocol", "Replication", .argumentParser]
    ),
    .executableTarget(
      name: "shopper-bench",
      dependencies: [
        "CommandLine", "FieldModel", "Insight", "SyncProtocol", "Intake", "Export", "LocalStore",
        "SyncClient", "Replication", "HubStore", "CMalloc", .argumentParser, .crypto, .grdb,
      ]
    ),
  ]
    + promises([
      "CausalityTests", "ConvergenceTests", "ConflictTests", "OfflineTests", "DurabilityTests",
      "ResumptionTests", "HubTests", "ExportTests", "CompatibilityTests", "IntakeTests",
      "CommandLineTests", "InsightTests", "SimulationTests", "TidyTests",
    ]),
  swiftLanguageModes: [.v6]
)

/// Test targets, one a promise of the README.
///
/// All may see every room and the shared fixtures.
func promises(_ names: [String]) -> [Target] {
  let rooms: [Target.Dependency] = [
    "FieldModel", "Insight", "SyncProtocol", "Replication", "Intake", "Export", "LocalStore",
    "SyncClient", "HubStore", "Hub", "CommandLine", "Simulation", .crypto, .grdb, .logging,
  ]
  return [
    // A file system that fails on purpose, for databases; it links the SQLite that GRDB links.
    .target(
      name: "CFaultFileSystem",
      path: "Tests/CFaultFileSystem",
      linkerSettings: [.linkedLibrary("sqlite3")]
    ),
    .target(
      name: "TestSupport",
      dependencies: rooms + ["CFaultFileSystem"],
      path: "Tests/TestSupport"
    ),
  ]
    + names.map { .testTarget(name: $0, dependencies: rooms + ["TestSupport"]) }
}

// All that comes from elsewhere, with what the tests and the fuzzer hold it to.
package.targets.append(
  .target(
    name: "Decoders",
    dependencies: ["FieldModel", "SyncProtocol", "Replication", "Intake", .swiftProtobuf],
    path: "Tests/Decoders"
  )
)
package.targets.first { $0.name == "CompatibilityTests" }?.dependencies.append("Decoders")

// Only where Scripts/fuzz asks for it: its entry is the fuzzer's, so that it links with no other.
if Context.environment["SHOPPER_FUZZING"] != nil {
  package.products.append(.executable(name: "shopper-fuzz", targets: ["Fuzzing"]))
  package.targets.append(
    .executableTarget(
      name: "Fuzzing",
      dependencies: ["Decoders"],
      path: "Tests/Fuzzing",
      exclude: ["Corpus", "golden.txt"]
    )
  )
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
  ]
}

for target in package.targets where target.name == "Fuzzing" {
  target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"]))
}

extension Target.Dependency {
  static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
  static let crypto = product(name: "Crypto", package: "swift-crypto")
  static let grdb = product(name: "GRDB", package: "GRDB.swift")
  static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
  static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
  static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
  static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
  static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
  static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
  static let logging = product(name: "Logging", package: "swift-log")
  static let metrics = product(name: "Metrics", package: "swift-metrics")
  static let nioCore = product(name: "NIOCore", package: "swift-nio")
  static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
  static let swiftProtobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
  static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
  static let yams = product(name: "Yams", package: "Yams")
}
