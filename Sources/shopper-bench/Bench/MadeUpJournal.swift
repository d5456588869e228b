// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore
import SyncProtocol
import Synchronization

/// A shopper's journal that is written while it is pushed: what `Moments` records on a laptop,
/// change by change, without a laptop's store and in the room of one push.
final class MadeUpJournal: Sendable {
  private struct State {
    var diary: Moments.Diary
    var counter: UInt64 = 0
    var head = ChangeHash.none
    /// Changes of visits that have been begun and not been pushed.
    var waiting: [[UInt8]] = []
  }

  private let shopper: PersonID
  private let replica: ReplicaID
  private let epoch: [UInt8]
  private let state: Mutex<State>

  /// The journal of a laptop that has written nothing.
  ///
  /// - Parameters:
  ///   - laptop: An enrolled laptop that has synced.
  ///   - place: Which of the shoppers of `Moments` writes it.
  /// - Throws: What the store says, and ``Failure`` where the laptop has written something.
  init(of laptop: Laptop, at place: Int) throws {
    let standing = try laptop.store.read { try $0.standing() }
    guard let name = standing.incarnations.last, name.last == 0 else {
      throw Failure(.failed, "\(laptop.name) has written something already.")
    }
    shopper = laptop.owner.id
    replica = name.replica
    epoch = standing.epoch
    state = Mutex(State(diary: Moments.Diary(of: place)))
  }

  /// How many observations have been told.
  var count: Int { state.withLock { $0.diary.count } }

  /// The next push of at most 500 changes; nil where so many observations have been pushed.
  func next(until end: Int) -> WirePushRequest? {
    state.withLock { state in
      while state.waiting.count < SyncLimits.changesMaximum,
        let tour = state.diary.next(until: end)
      {
        write(tour, &state)
      }
      let changes = state.waiting.prefix(SyncLimits.changesMaximum)
      guard let last = changes.last else { return nil }
      state.waiting.removeFirst(changes.count)
      var push = WirePushRequest()
      push.epoch = Data(epoch)
      push.replica = Data(replica.bytes)
      push.changes = changes.map { Data($0) }
      push.first = state.counter - UInt64(state.waiting.count + changes.count) + 1
      push.head = Data(ChangeCodec.hash(of: last).bytes)
      return push
    }
  }

  private func write(_ tour: Moments.Tour, _ state: inout State) {
    let writer = Writer(person: shopper, authority: .shopper, now: tour.began)
    for (header, puts) in Moments.entries(of: tour, by: shopper) {
      state.counter += 1
      let position = JournalPosition(dot: Dot(replica, state.counter), previous: state.head)
      let change = Record(header: header).change(.write(puts), by: writer, at: position)
      let bytes = ChangeCodec.bytes(of: change)
      state.head = ChangeCodec.hash(of: bytes)
      state.waiting.append(bytes)
    }
  }
}
