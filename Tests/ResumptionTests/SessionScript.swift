// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncProtocol

/// A store and a hub for one session, played by hand: two changes in the journal of one name.
struct SessionScript {
  static let epoch = [UInt8](repeating: 7, count: 16)

  let entries = (1...2).map { number in
    JournalEntry(
      counter: UInt64(number),
      bytes: [UInt8(number)],
      hash: ChangeCodec.hash(of: [UInt8(number)])
    )
  }

  /// A session of a store whose first changes, so many, are acknowledged.
  func session(acknowledged: Int, pruned: UInt64 = 0) -> SyncSession {
    SyncSession(from: standing(acknowledged: acknowledged, pruned: pruned))
  }

  func standing(
    acknowledged: Int,
    pruned: UInt64 = 0,
    mode: Standing.Mode = .settled,
    epoch: [UInt8] = epoch
  ) -> Standing {
    Standing(
      incarnations: [
        Incarnation(
          replica: ReplicaID(bits: 1),
          acknowledged: UInt64(acknowledged),
          head: acknowledged == 0 ? .none : entries[acknowledged - 1].hash,
          pruned: pruned,
          last: 2
        )
      ],
      device: "grey",
      epoch: epoch,
      mode: mode
    )
  }

  /// The hub's answer to a hello.
  func hello(
    _ counter: UInt64,
    _ head: ChangeHash,
    hashes: [ChangeHash] = [],
    epoch: [UInt8] = epoch,
    archived: UInt64 = 0
  ) -> SyncEvent {
    var response = WireHelloResponse()
    response.version = SyncVersion.second
    response.epoch = Data(epoch)
    response.counter = counter
    response.head = Data(counter == 0 ? [] : head.bytes)
    response.hashes = hashes.map { Data($0.bytes) }
    response.changesMaximum = 500
    response.archived = archived
    return .greeted(response)
  }

  /// The hub's answer to a push of both changes.
  func answer(_ counter: UInt64, _ head: ChangeHash) -> WirePushResponse {
    var answer = WirePushResponse()
    answer.counter = counter
    answer.head = Data(head.bytes)
    return answer
  }

  /// A page of a pull with nothing on it.
  var emptyPage: SyncEvent {
    var page = WirePullResponse()
    page.cursor = Data([1])
    return .pulled(page)
  }
}
