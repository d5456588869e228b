// SPDX-License-Identifier: Apache-2.0

/// The name of one write: the replica that wrote it and the place in that replica's journal.
///
/// Counters begin at 1 and have no gaps, so a dot is at once the idempotency key of its change and
/// the proof of what came before it on the same replica.
public struct Dot: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The replica that wrote.
  public let replica: ReplicaID

  /// The place in the replica's journal, from 1.
  public let counter: UInt64

  /// Names the write of a replica at a place of its journal.
  ///
  /// - Precondition: `counter` is at least 1.
  public init(_ replica: ReplicaID, _ counter: UInt64) {
    precondition(counter >= 1, "A dot's counter begins at 1.")
    self.replica = replica
    self.counter = counter
  }

  /// The dot as people read it in logs: `replica@counter`.
  public var description: String {
    "\(replica)@\(counter)"
  }

  /// Orders dots by replica, then by counter.
  ///
  /// The order says nothing about causality.
  public static func < (lhs: Dot, rhs: Dot) -> Bool {
    (lhs.replica, lhs.counter) < (rhs.replica, rhs.counter)
  }
}
