// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Replication
import RowAccess
import SyncProtocol
import Synchronization

/// What this machine last wrote to a store, kept apart from the store.
///
/// A store that is copied, moved to another machine or put back from a backup would go on from a
/// state that its other self has gone on from too, and two changes would bear one name. Where
/// witness and store differ, the store goes on under a new name instead, before it writes anything.
///
/// The witness is a small file named after the store's identity, written over in place after each
/// commit and never synced: after a power cut it may be old, which is never mistaken for a copy.
final class Witness: Sendable {
  private struct State {
    var path: String?
    var descriptor: Int32 = -1
  }

  /// What the comparison came to, to be noted once the transaction is on disk.
  struct Finding {
    let identity: [UInt8]
    let position: JournalPosition
  }

  private let folder: String
  private let store: String
  private let state = Mutex(State())

  /// The witness of a store.
  ///
  /// - Parameters:
  ///   - folder: Where the machine keeps its witnesses; made with mode 0700.
  ///   - store: The path of the store's file.
  init(folder: String, store: String) {
    self.folder = folder
    self.store = store
  }

  deinit {
    state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } }
  }

  /// Compares the store with what was noted of it, before the first write of this process.
  ///
  /// A store that was copied, moved or put back takes a new name in this transaction.
  ///
  /// - Returns: What to note after the commit; nil where it was compared before.
  func compare(with writer: StoreWriter) throws -> Finding? {
    guard state.withLock({ $0.path == nil }) else { return nil }
    let place = StorePlace(of: store)
    var identity = try MetaKey.store.read(in: writer.database)
    if let known = identity {
      if try StorePlace(in: writer.database) != place {
        // The other copy, if there is one, keeps the identity and its witness.
        identity = nil
        try writer.keepingRules { try $0.rename(because: .copied) }
      } else if let note = WitnessNote(path: path(of: known)), try !writer.holds(note) {
        try writer.keepingRules { try $0.rename(because: .restored) }
      }
    }
    let own = identity ?? ReplicaID(bits: writer.surroundings.random()).bytes
    if identity == nil {
      try MetaKey.store.write(own, in: writer.database)
      try place.write(in: writer.database)
    }
    return Finding(identity: own, position: try writer.replica.storage.nextPosition())
  }

  /// Notes where the journal ends, after the commit.
  ///
  /// A witness that cannot be written is as good as an old one.
  func note(_ finding: Finding?, _ tail: JournalTail) {
    state.withLock { state in
      if let finding {
        let path = path(of: finding.identity)
        state.path = path
        state.descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if state.descriptor < 0, errno == ENOENT {
          try? FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
          )
          state.descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        }
      }
      guard let next = tail.next ?? finding?.position, state.descriptor >= 0 else { return }
      let bytes = WitnessNote(next).bytes
      _ = pwrite(state.descriptor, bytes, bytes.count, 0)
    }
  }

  private func path(of identity: [UInt8]) -> String {
    folder + "/" + Base32.text(identity)
  }
}

extension StoreWriter {
  /// Whether the journal holds what was noted.
  fileprivate func holds(_ note: WitnessNote) throws -> Bool {
    if note.counter == 0 { return true }
    let pruned = try database.first(
      "SELECT pruned FROM incarnation WHERE replica = ?",
      binding: { $0.name(note.replica) },
      read: { UInt64($0.number(0)) }
    )
    guard let pruned else { return false }
    // What was pruned was there once: the note is an old one.
    if note.counter < pruned { return true }
    return try replica.storage.hash(of: Dot(note.replica, note.counter)) == note.hash
  }
}
