// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import Replication
import SwiftProtobuf
import SyncProtocol

extension Door {
  static func hello(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireHelloRequest.self, bytes)
  }

  static func helloAnswer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireHelloResponse.self, bytes) { message throws(BrokenPromise) in
      try AnsweredRound(hello: message).run()
      return []
    }
  }

  static func push(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WirePushRequest.self, bytes) { message throws(BrokenPromise) in
      let batch = try? Batch(message)
      try promise((try? Batch(decoding: bytes)) == batch, "A push read as it comes is another.")
      return try each(of: message.changes, at: .change)
    }
  }

  static func pushAnswer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WirePushResponse.self, bytes) { message throws(BrokenPromise) in
      try AnsweredRound(push: message).run()
      return []
    }
  }

  static func pull(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WirePullRequest.self, bytes)
  }

  static func pullAnswer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WirePullResponse.self, bytes) { message throws(BrokenPromise) in
      try AnsweredRound(pull: message).run()
      let page = try? PulledPage(message)
      try promise((try? PulledPage(body: bytes)) == page, "A page read as it comes is another.")
      guard let page else { return ["refused"] }
      for record in page.records {
        try keeps(record)
      }
      for past in page.past {
        try keeps(past.change)
      }
      return page.records.map(\.account) + page.past.map(\.change.account)
    }
  }

  static func offer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireOfferRequest.self, bytes) { message throws(BrokenPromise) in
      try each(of: message.states, at: .record)
    }
  }

  static func offerAnswer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireOfferResponse.self, bytes) { message throws(BrokenPromise) in
      try AnsweredRound(offer: message).run()
      return []
    }
  }

  static func bundle(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireSealedBundle.self, bytes) { message throws(BrokenPromise) in
      guard let bundle = try? WireBundle(decoding: Array(message.bundle)) else {
        return ["refused"]
      }
      _ = try? bundle.check()
      return try [bundle.textFormatString()]
        + each(of: bundle.runs.flatMap(\.changes), at: .change)
    }
  }

  static func bundleRequest(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireBundleRequest.self, bytes) { message throws(BrokenPromise) in
      try each(of: [message.sealed], at: .bundle)
    }
  }

  static func bundleAnswer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireBundleResponse.self, bytes)
  }

  static func enrol(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireEnrolRequest.self, bytes)
  }

  static func enrolAnswer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireEnrolResponse.self, bytes) { message throws(BrokenPromise) in
      guard let card = try? message.card.card() else { return ["refused"] }
      let again = try kept { () throws(WireProblem) in try WireReplicaCard(card).card() }
      try promise(again == card, "A card does not come back.")
      return []
    }
  }

  static func invite(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireInviteRequest.self, bytes)
  }

  static func inviteAnswer(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    try message(WireInviteResponse.self, bytes)
  }

  static func gzip(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    let limit = 1 << 20
    guard let inflated = try? Gzip.decompress(bytes, limit: limit) else { return .refused }
    try promise(inflated.count <= limit, "A body grew past its limit.")
    let packed = Gzip.compress(inflated)
    let again = try kept { () throws(WireProblem) in try Gzip.decompress(packed, limit: limit) }
    try promise(again == inflated, "A body does not come back.")
    return .read("\(inflated.count) \(ChangeCodec.hash(of: inflated).bytes.account)")
  }

  /// The accounts of a message's parts, each read at a door of its own.
  private static func each(
    of parts: [Data],
    at door: Door
  ) throws(BrokenPromise) -> [String] {
    var accounts: [String] = []
    for part in parts {
      let account = try door.reading(of: Array(part)).account
      accounts.append(String(decoding: account, as: UTF8.self))
    }
    return accounts
  }

  /// Reads a message, writes it again with what it did not know, and looks into it.
  private static func message<Wire: Message & Equatable>(
    _ type: Wire.Type,
    _ bytes: [UInt8],
    parts: (Wire) throws(BrokenPromise) -> [String] = { _ in [] }
  ) throws(BrokenPromise) -> Reading {
    guard let message = try? Wire(decoding: bytes) else { return .refused }
    let written = message.encoded()
    let again = try kept { () throws(WireProblem) in try Wire(decoding: written) }
    try promise(again == message, "A message does not come back.")
    try promise(again.encoded() == written, "A message is written in two ways.")
    return .read(([message.textFormatString()] + (try parts(message))).joined(separator: "\n"))
  }
}
