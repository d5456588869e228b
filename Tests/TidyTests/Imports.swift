// SPDX-License-Identifier: Apache-2.0

/// What each room may import.
///
/// An arrow may only point up the table.
enum Imports {
  /// What a room that touches the world may use of the system.
  private static let system: Set = [
    "Foundation", "FoundationEssentials", "FoundationInternationalization", "Glibc",
    "Synchronization",
  ]

  static let allowed: [String: Set<String>] = [
    "FieldModel": [],
    // Of the system, mathematics only: it is pure.
    "Insight": ["FieldModel", "Glibc"],
    "SyncProtocol": ["FieldModel", "SwiftProtobuf", "Crypto", "CZlib", "FoundationEssentials"],
    "Replication": ["FieldModel", "SyncProtocol", "Crypto", "FoundationEssentials"],
    "Simulation": [
      "FieldModel", "SyncProtocol", "Replication", "SwiftProtobuf", "FoundationEssentials",
    ],
    "Intake": system.union(["FieldModel", "Yams"]),
    "Export": system.union(["FieldModel", "GRDB", "Crypto"]),
    "RowAccess": ["FieldModel", "GRDB", "GRDBSQLite"],
    "LocalStore": system.union([
      "FieldModel", "SyncProtocol", "Replication", "RowAccess", "Crypto", "GRDB",
    ]),
    "SyncClient": system.union([
      "FieldModel", "SyncProtocol", "Replication", "LocalStore", "CLibcurl", "Logging",
      "ServiceLifecycle", "SwiftProtobuf",
    ]),
    "HubStore": system.union([
      "FieldModel", "SyncProtocol", "Replication", "RowAccess", "GRDB", "Crypto",
    ]),
    "Hub": system.union([
      "FieldModel", "SyncProtocol", "Replication", "Intake", "Export", "HubStore", "Crypto",
      "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging", "Metrics",
      "NIOCore",
      "NIOPosix", "NIOSSL", "ServiceLifecycle",
    ]),
    "CommandLine": system.union([
      "FieldModel", "Insight", "SyncProtocol", "Replication", "Intake", "Export", "LocalStore",
      "SyncClient", "ArgumentParser",
    ]),
    "shopper": system.union(["CommandLine", "FieldModel", "ArgumentParser"]),
    "coordinator": system.union(["CommandLine", "FieldModel", "ArgumentParser"]),
    "shopper-syncd": system.union([
      "CommandLine", "LocalStore", "SyncClient", "ArgumentParser", "Logging", "ServiceLifecycle",
      "UnixSignals",
    ]),
    "shopper-hub": system.union([
      "FieldModel", "SyncProtocol", "Replication", "HubStore", "Hub", "CMalloc", "ArgumentParser",
      "Logging", "Metrics", "ServiceLifecycle",
    ]),
    "shopper-simulate": system.union([
      "FieldModel", "SyncProtocol", "Replication", "Simulation", "ArgumentParser",
    ]),
    "shopper-bench": system.union([
      "FieldModel", "Insight", "SyncProtocol", "Replication", "Intake", "Export", "LocalStore",
      "SyncClient", "HubStore", "CMalloc", "CommandLine", "ArgumentParser", "Crypto", "GRDB",
    ]),
  ]

  /// Imports that the room may not make.
  static func forbidden(_ file: SwiftFile) -> [Offence] {
    let imports = imports(of: file)
    guard file.isSource else {
      return imports.filter { $0.module == "XCTest" }.map {
        file.file.offence("a test imports XCTest", at: $0.line, "import Testing")
      }
    }
    guard let allowed = allowed[file.room] else {
      return [file.file.offence("no row for \(file.room)", at: 1, "give it one in Imports.allowed")]
    }
    return imports.filter { !allowed.contains($0.module) }.map { module, line in
      let what = "\(file.room) may not import \(module)"
      let choice = allowed.isEmpty ? "nothing" : allowed.sorted().joined(separator: ", ")
      return file.file.offence(what, at: line, "it may import \(choice)")
    }
  }

  private static let kinds: Set = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
  ]

  private static func imports(of file: SwiftFile) -> [(module: String, line: Int)] {
    let tokens = file.tokens
    return tokens.indices.dropLast().filter { tokens[$0].text == "import" }.map { index in
      let hasKind = kinds.contains(tokens[index + 1].text) && index + 2 < tokens.count
      let module = tokens[index + (hasKind ? 2 : 1)]
      return (module.text, module.line)
    }
  }
}
