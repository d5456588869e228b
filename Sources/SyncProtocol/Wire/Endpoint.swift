// SPDX-License-Identifier: Apache-2.0

/// The hub's routes, below its address.
package enum Endpoint: String, CaseIterable, Sendable {
  /// Turns a one-time code into a token.
  case enrol = "/sync/v1/enrol"
  /// Tells both sides where they stand.
  case hello = "/sync/v1/hello"
  /// Takes a run of a replica's journal.
  case push = "/sync/v1/push"
  /// Gives what has changed since a cursor.
  case pull = "/sync/v1/pull"
  /// Gives the same page after page in one answer, for as long as there is more.
  case stream = "/sync/v1/stream"
  /// Takes records back that a restored hub has lost.
  case offer = "/sync/v1/offer"
  /// Takes another store's unsent work, carried by file.
  case bundle = "/sync/v1/bundle"
  /// Makes a one-time code.
  case invite = "/sync/v1/invite"
  /// Whether the hub can serve.
  case health = "/health"
  /// Counters for monitoring.
  case metrics = "/metrics"
}

/// The versions of the protocol.
///
/// A hub speaks this one and the one before; a store speaks this one. Fields are only ever added,
/// and changes travel as the bytes their author wrote, so a version is a promise about behaviour.
package enum SyncVersion {
  /// Without repair: a fork, or a hub that was restored, stops the round.
  package static let first: UInt32 = 1
  /// With repair.
  package static let second: UInt32 = 2
  /// What a hub speaks.
  package static let spokenByHub: [UInt32] = [first, second]
  /// What a store speaks.
  package static let spokenByStore: [UInt32] = [second]

  /// The highest version that both sides speak; nil where there is none.
  package static func agreed(_ mine: [UInt32], _ theirs: [UInt32]) -> UInt32? {
    mine.filter(theirs.contains).max()
  }
}

/// What one message may hold.
///
/// Everything has a limit.
package enum SyncLimits {
  /// The media type of every message.
  package static let mediaType = "application/vnd.mystery-shopper.sync+protobuf;v=1"
  /// The most changes in one push.
  package static let changesMaximum = 500
  /// The most bytes in one body, inflated.
  package static let bytesMaximum = 8 << 20
  /// The most bytes in one body as it travels.
  package static let bodyBytesMaximum = 4 << 20
  /// The most bytes of changes that a client puts in one push.
  package static let pushBytesMaximum = 1 << 20
  /// The most bytes of one change.
  package static let changeBytesMaximum = 1 << 20
  /// The most hashes in one hello's answer.
  package static let hashesMaximum = 4_096
  /// The most bytes of states that a client puts in one offer.
  package static let offerBytesMaximum = 1 << 20
  /// The most bytes of a bundle.
  package static let bundleBytesMaximum = 64 << 20
  /// The most bytes in one answer, inflated; of a stream, in one page.
  package static let answerBytesMaximum = 32 << 20
  /// The most records in one page of a pull.
  package static let recordsMaximum = 2_000
  /// The longest that a pull waits for news, in seconds.
  package static let waitSecondsMaximum: UInt32 = 25
}
