// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SwiftProtobuf
import SyncProtocol

/// A round of sync in which the hub's answers come from elsewhere.
///
/// The session has to bring it to an end, whatever it is told.
struct AnsweredRound {
  var hello = WireHelloResponse.with {
    $0.version = 2
    $0.epoch = Data(repeating: 1, count: 16)
    $0.changesMaximum = 500
  }
  var push = WirePushResponse.with {
    $0.counter = 2
    $0.head = Data(AnsweredRound.entries[1].hash.bytes)
  }
  var pull = WirePullResponse()
  var offer = WireOfferResponse()

  /// The store's two changes, of which it believes that the hub has none.
  private static let entries = [Field.started, Field.finished].map { change in
    let bytes = ChangeCodec.bytes(of: change)
    return JournalEntry(
      counter: change.dot.counter,
      bytes: bytes,
      hash: ChangeCodec.hash(of: bytes)
    )
  }

  /// Goes through the round.
  ///
  /// - Throws: ``BrokenPromise`` where it has no end.
  func run() throws(BrokenPromise) {
    for mode in [Standing.Mode.settled, .repairing] {
      let standing = Standing(
        incarnations: [Incarnation(replica: Field.bo), Incarnation(replica: Field.ada, last: 2)],
        device: "laptop",
        epoch: [UInt8](repeating: 1, count: 16),
        mode: mode
      )
      var session = SyncSession(from: standing)
      var (action, steps) = (session.handle(.begin), 0)
      while let event = event(after: action, standing) {
        steps += 1
        try promise(steps < 1_000, "A round has no end.")
        action = session.handle(event)
      }
    }
  }

  private func event(after action: SyncAction, _ standing: Standing) -> SyncEvent? {
    switch action {
    case .hello: .greeted(hello)
    case .push: .pushed(push)
    case .pull: .pulled(pull)
    case .offer: .offered(offer)
    case .compare(_, let first, let hashes):
      .compared(through: hashes.isEmpty ? nil : first)
    case .load(_, let after, _, _):
      .loaded(
        JournalRun(
          previous: after == 1 ? AnsweredRound.entries[0].hash : .none,
          entries: Array(AnsweredRound.entries.dropFirst(Int(clamping: after)))
        )
      )
    case .loadOffers: .offers(OfferedStates(states: [], next: nil))
    case .acknowledge, .accept, .prune: .stored(isRenamed: false)
    case .rewind, .fork, .beginRepair, .endRepair, .stand: .standing(standing)
    case .finish, .fail: nil
    }
  }
}
