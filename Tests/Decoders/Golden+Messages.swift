// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import Replication
import SwiftProtobuf
import SyncProtocol

extension GoldenVector {
  private static let epoch = Data((0..<16).map { UInt8($0) })
  private static let head = Data(repeating: 0x5A, count: 32)

  /// What laptops send.
  static var requests: [GoldenVector] {
    let hello = WireHelloRequest.with {
      $0.versions = [1, 2]
      $0.replica = Data(Field.ada.bytes)
      $0.device = "Ada's ThinkPad"
      $0.acknowledged = 2
      $0.head = head
      $0.last = 5
      $0.schema = 1
    }
    let push = WirePushRequest.with {
      $0.epoch = epoch
      $0.replica = Data(Field.ada.bytes)
      $0.changes = [Field.started, Field.finished, Field.observed, Field.deleted, Field.attributed]
        .map { Data(ChangeCodec.bytes(of: $0)) }
    }
    let pull = WirePullRequest.with {
      $0.cursor = Data(cursor)
      $0.recordsMaximum = 500
      $0.waitSeconds = 25
    }
    let enrol = WireEnrolRequest.with {
      $0.code = "abcd-efgh-ijkl"
      $0.replica = Data(Field.bo.bytes)
      $0.device = Field.nasty
    }
    let invite = WireInviteRequest.with {
      $0.name = "Bo"
      $0.role = "shopper"
      $0.program = "skyline-2026"
    }
    return pair(.hello, hello) + pair(.push, push) + pair(.pull, pull) + pair(.enrol, enrol)
      + pair(.invite, invite) + repairs
  }

  /// A record that has one write twice, by two authors: refused.
  static var toldTwice: [UInt8] {
    let state = RecordCodec.bytes(of: Field.record(of: [Field.observed]))
    guard var record = try? WireRecordState(serializedBytes: state) else { return [] }
    var write = record.writes[0]
    write.stamp.author = Data(Field.other.bytes)
    write.puts = [.with { $0.path = "another" }]
    record.writes.append(write)
    return record.encoded()
  }

  /// What laptops send to a hub that was restored, and by way of others; version 2.
  private static var repairs: [GoldenVector] {
    let hello = WireHelloRequest.with {
      $0.versions = [2, 1]
      $0.replica = Data(Field.ada.bytes)
      $0.epoch = epoch
      $0.receipt = head
      $0.compareFrom = 2
    }
    let push = WirePushRequest.with {
      $0.epoch = epoch
      $0.replica = Data(Field.bo.bytes)
      $0.changes = [Data(ChangeCodec.bytes(of: Field.observedByBo))]
      $0.first = 1
      $0.head = Data(ChangeCodec.hash(of: ChangeCodec.bytes(of: Field.observedByBo)).bytes)
      $0.settle = true
    }
    let offer = WireOfferRequest.with {
      $0.epoch = epoch
      $0.states = [
        Field.record(of: [Field.observed, Field.observedByBo]), Record(header: Field.visit),
      ]
      .map { Data(RecordCodec.bytes(of: $0)) }
    }
    return [GoldenVector(.hello, "version-2", hello.encoded())]
      + [GoldenVector(.push, "version-2", push.encoded())] + pair(.offer, offer)
      + bundles
  }

  /// Unsent work by file.
  private static var bundles: [GoldenVector] {
    let run = WireJournalRun.with {
      $0.replica = Data(Field.ada.bytes)
      $0.first = 3
      $0.changes = [Field.observed, Field.deleted].map { Data(ChangeCodec.bytes(of: $0)) }
    }
    let bundle = WireBundle.with {
      $0.replica = Data(Field.ada.bytes)
      $0.device = "Ada's ThinkPad"
      $0.author = "Ada"
      $0.madeAt = Field.now.milliseconds
      $0.runs = [run]
    }
    let sealed = WireSealedBundle.with {
      $0.bundle = Data(bundle.encoded())
      $0.seal = head
    }
    let end = Change(
      dot: Dot(Field.ada, .max),
      header: Field.visit,
      base: VersionVector(),
      puts: [],
      stamp: Field.started.stamp,
      previous: .none
    )
    let last = WireBundle.with {
      $0.runs = [
        .with {
          $0.replica = Data(Field.ada.bytes)
          $0.first = .max
          $0.changes = [Data(ChangeCodec.bytes(of: end))]
        }
      ]
    }
    let sealedLast = WireSealedBundle.with { $0.bundle = Data(last.encoded()) }
    let request = WireBundleRequest.with { $0.sealed = Data(sealed.encoded()) }
    return pair(.bundle, sealed) + pair(.bundleRequest, request)
      + [GoldenVector(.bundle, "last-counter", sealedLast.encoded())]
  }

  /// What hubs answer.
  static var answers: [GoldenVector] {
    let hello = WireHelloResponse.with {
      $0.version = 1
      $0.epoch = epoch
      $0.counter = 2
      $0.head = head
      $0.changesMaximum = 500
      $0.bytesMaximum = 8 << 20
      $0.time = Field.now.milliseconds
    }
    let push = WirePushResponse.with {
      $0.counter = 5
      $0.head = head
      $0.receipt = head
      $0.rejections = [
        .with {
          $0.counter = 4
          $0.code = "forbidden"
          $0.detail = "Only its owner may write a visit."
        }
      ]
    }
    let card = WireReplicaCard.with {
      $0.replica = Data(Field.bo.bytes)
      $0.person = Data(Field.other.bytes)
      $0.device = "desk"
      $0.name = "Bo"
      $0.role = "coordinator"
      $0.pseudonym = "S-0007"
    }
    let pull = WirePullResponse.with {
      $0.records = [
        Field.record(of: [Field.started, Field.finished]),
        Field.record(of: [Field.observed, Field.observedByBo]),
      ].map { Data(RecordCodec.bytes(of: $0)) }
      $0.past = [Data(ChangeCodec.bytes(of: Field.observed))]
      $0.gone = [Data(Field.interaction.id.bytes)]
      $0.cards = [card]
      $0.cursor = Data(cursor)
      $0.more = true
    }
    let enrol = WireEnrolResponse.with {
      $0.token = "not-a-secret"
      $0.card = card
      $0.pseudonymKey = head
    }
    let invite = WireInviteResponse.with {
      $0.code = "abcd-efgh-ijkl"
      $0.expiresAt = Field.now.milliseconds
      $0.pseudonym = "S-0008"
    }
    return pair(.helloAnswer, hello) + pair(.pushAnswer, push) + pair(.pullAnswer, pull)
      + pair(.enrolAnswer, enrol) + pair(.inviteAnswer, invite) + answersToRepairs
  }

  /// What hubs answer in version 2.
  private static var answersToRepairs: [GoldenVector] {
    let hello = WireHelloResponse.with {
      $0.version = 2
      $0.epoch = epoch
      $0.counter = 3
      $0.hashes = [head, head]
      $0.archived = 1
      $0.revoked = [Data(Field.program.bytes)]
    }
    let pull = WirePullResponse.with {
      $0.cursor = Data(cursor)
      $0.restarted = true
      $0.restart = .timeline
    }
    let offer = WireOfferResponse.with {
      $0.merged = 1
      $0.refusals = [
        .with {
          $0.record = Data(Field.visit.id.bytes)
          $0.code = "forbidden"
          $0.detail = "The record is another shopper's."
        }
      ]
    }
    let bundle = WireBundleResponse.with {
      $0.receipts = [
        .with {
          $0.replica = Data(Field.ada.bytes)
          $0.counter = 4
          $0.head = head
          $0.receipt = head
        }
      ]
    }
    return [GoldenVector(.helloAnswer, "version-2", hello.encoded())]
      + [GoldenVector(.pullAnswer, "version-2", pull.encoded())] + pair(.offerAnswer, offer)
      + pair(.bundleAnswer, bundle)
  }

  /// What messages travel in, and what only the hub reads.
  static var frames: [GoldenVector] {
    [
      GoldenVector(.cursor, "version-1", cursor),
      GoldenVector(.cursor, "version-2", sealedCursor),
      GoldenVector(.gzip, "text", Gzip.compress(Array(Field.nasty.utf8))),
      GoldenVector(.gzip, "nothing", Gzip.compress([])),
      GoldenVector(.gzip, "zeros", Gzip.compress([UInt8](repeating: 0, count: 100_000))),
      GoldenVector(.gzip, "bomb", Gzip.compress([UInt8](repeating: 0, count: 1 << 20 + 1))),
    ]
  }

  /// Version, epoch, place, chain and rights.
  private static let cursor: [UInt8] =
    [1] + epoch + [0, 0, 0, 0, 0, 0, 1, 44] + head + [UInt8](repeating: 0xC3, count: 16)

  private static var sealedCursor: [UInt8] {
    let cursor = PullCursor(
      epoch: Array(epoch),
      seq: 300,
      chain: Array(head),
      rights: [UInt8](repeating: 0xC3, count: 16)
    )
    return cursor.bytes(key: [UInt8](repeating: 7, count: 32))
  }

  /// A message as it is, and as a newer program would send it.
  private static func pair(_ door: Door, _ message: some Message) -> [GoldenVector] {
    let bytes = message.encoded()
    return [GoldenVector(door, "whole", bytes), GoldenVector(door, "newer", bytes + member)]
  }
}
