// SPDX-License-Identifier: Apache-2.0

/// The rank of a writer, by which provisional winners are chosen; higher wins.
public enum Authority: UInt8, Hashable, Comparable, Sendable {
  /// A shopper's own entry.
  case shopper = 0

  /// A coordinator's correction.
  case coordinator = 1

  /// A person's answer to a conflict.
  case resolution = 2

  /// Orders by rank.
  public static func < (lhs: Authority, rhs: Authority) -> Bool {
    lhs.rawValue < rhs.rawValue
  }
}

/// Who wrote a change, when by their clock, and with what rank.
///
/// The clock is shown to people and decides nothing.
public struct Stamp: Hashable, Sendable {
  /// The person who wrote.
  public let author: PersonID

  /// The writer's wall clock when the change was written: for people only.
  public let enteredAt: LocalTime

  /// The writer's rank.
  public let authority: Authority

  /// The causal depth: one more than the greatest depth that the writer saw in the record.
  public let depth: UInt32

  /// A stamp of a writer, a clock reading and a rank.
  public init(author: PersonID, enteredAt: LocalTime, authority: Authority, depth: UInt32) {
    self.author = author
    self.enteredAt = enteredAt
    self.authority = authority
    self.depth = depth
  }
}
