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
  /// Makes a one-time code.
  case invite = "/sync/v1/invite"
  /// Whether the hub can serve.
  case health = "/health"
  /// Counters for monitoring.
  case metrics = "/metrics"
}

/// What one message may hold.
///
/// Everything has a limit.
package enum SyncLimits {
  /// The protocol version spoken.
  package static let version: UInt32 = 1
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
  /// The most records in one page of a pull.
  package static let recordsMaximum = 500
  /// The longest that a pull waits for news, in seconds.
  package static let waitSecondsMaximum: UInt32 = 25
}
