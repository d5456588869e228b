// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SyncProtocol

/// The bytes that are kept to be read again: golden vectors, and what the fuzzer found.
package struct Corpus: Sendable {
  /// The folder, with a folder a door in it.
  package let folder: String

  /// A corpus in a folder.
  package init(folder: String) {
    self.folder = folder
  }

  /// The bytes of a file; nil where there is none.
  package func bytes(of path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(folder)/\(path)").map { Array($0) }
  }

  /// The files of a door, below the folder, by name.
  package func paths(of door: Door) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(door.rawValue)")
    return (names ?? []).sorted().map { "\(door.rawValue)/\($0)" }
  }

  /// What the golden vectors were read as when they were kept: a file beside the folder.
  package var accounts: GoldenAccounts {
    let lines = FileManager.default.contents(atPath: accountsFile) ?? Data()
    return GoldenAccounts(String(decoding: lines, as: UTF8.self))
  }

  /// Keeps the golden vectors that are not kept yet, with what they are read as.
  ///
  /// A golden vector is never written twice: what a released program has written stays.
  ///
  /// - Throws: What stands in the way of writing; ``BrokenPromise``.
  package func keepGoldenVectors() throws {
    var accounts = accounts
    for vector in GoldenVector.all where bytes(of: vector.path) == nil {
      accounts.insert(try vector.door.reading(of: vector.bytes), at: vector.path)
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(vector.door.rawValue)",
        withIntermediateDirectories: true
      )
      try Data(vector.bytes).write(to: URL(filePath: "\(folder)/\(vector.path)"))
    }
    try Data(accounts.text.utf8).write(to: URL(filePath: accountsFile))
  }

  private var accountsFile: String {
    "\(folder)/../golden.txt"
  }
}

/// The accounts of the golden vectors as they were first written down, by path.
package struct GoldenAccounts: Sendable {
  private var hashes: [String: String] = [:]

  /// Reads lines of a path and a hash.
  package init(_ text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.count == 2 {
        hashes[String(parts[0])] = String(parts[1])
      }
    }
  }

  /// The hash of the account of a file; nil for one that nobody has written down.
  package subscript(path: String) -> String? {
    hashes[path]
  }

  /// Writes down what a file is read as.
  package mutating func insert(_ reading: Reading, at path: String) {
    hashes[path] = GoldenAccounts.hash(of: reading)
  }

  /// The lines, in order of path.
  package var text: String {
    hashes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
  }

  /// SHA-256 of an account, in hexadecimal.
  package static func hash(of reading: Reading) -> String {
    ChangeCodec.hash(of: reading.account).bytes.account
  }
}
