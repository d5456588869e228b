// SPDX-License-Identifier: Apache-2.0

import Crypto
import FieldModel
import Foundation
import GRDB

/// What a witness says: the last change that was written.
struct WitnessNote: Equatable {
  let replica: ReplicaID
  let counter: UInt64
  let hash: ChangeHash

  /// The change before a place of the journal.
  init(_ next: JournalPosition) {
    replica = next.dot.replica
    counter = next.dot.counter - 1
    hash = next.previous
  }

  /// Reads a note; nil where there is none that is whole.
  init?(path: String) {
    guard let bytes = FileManager.default.contents(atPath: path).map(Array.init),
      bytes.count == 56, let replica = ReplicaID(bytes: bytes[..<16]),
      let hash = ChangeHash(bytes: Array(bytes[24...]))
    else { return nil }
    self.replica = replica
    counter = bytes[16..<24].reduce(0) { $0 << 8 | UInt64($1) }
    self.hash = hash
  }

  /// The note's 56 bytes.
  var bytes: [UInt8] {
    replica.bytes + (0..<8).map { UInt8(truncatingIfNeeded: counter >> UInt64(56 - 8 * $0)) }
      + hash.bytes
  }
}

/// Where a store's file is: the same in a copy's tables, and different for the copy itself.
struct StorePlace: Equatable {
  /// The file's number in its file system.
  let file: String

  /// A digest of the machine's identity.
  let machine: [UInt8]

  /// Where the file of this path is.
  init(of path: String) {
    var status = stat()
    file = stat(path, &status) == 0 ? "\(status.st_ino)" : ""
    let name = FileManager.default.contents(atPath: "/etc/machine-id") ?? Data()
    machine = SHA256.hash(data: name).withUnsafeBytes { Array($0[..<16]) }
  }

  /// Where the store was when it took its identity.
  init?(in database: Database) throws {
    guard let file = try MetaKey.file.readText(in: database),
      let machine = try MetaKey.machine.read(in: database)
    else { return nil }
    self.file = file
    self.machine = machine
  }

  func write(in database: Database) throws {
    try MetaKey.file.writeText(file, in: database)
    try MetaKey.machine.write(machine, in: database)
  }
}
