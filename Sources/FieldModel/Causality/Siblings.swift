// SPDX-License-Identifier: Apache-2.0

/// One value of a field, with the write that put it there.
public struct Sibling: Hashable, Sendable {
  /// The write that put the value.
  public let dot: Dot

  /// What was written.
  public let value: FieldValue

  /// Who wrote, when by their clock, and with what rank.
  public let stamp: Stamp

  /// A value as a write left it.
  public init(dot: Dot, value: FieldValue, stamp: Stamp) {
    self.dot = dot
    self.value = value
    self.stamp = stamp
  }
}

/// The concurrent values of one field, in order of dot: none has seen another.
///
/// Within one history a replica has at most one sibling, since its next write has seen its last.
public struct Siblings: Hashable, Sendable {
  /// The live siblings, in order of dot.
  public private(set) var all: [Sibling]

  /// No values.
  public init() {
    all = []
  }

  /// The siblings in order of dot.
  ///
  /// - Precondition: No dot occurs twice.
  public init(_ siblings: [Sibling]) {
    all = siblings.sorted { $0.dot < $1.dot }
  }

  /// Whether the field has no value.
  public var isEmpty: Bool {
    all.isEmpty
  }

  /// Drops what a writer had seen.
  public mutating func discard(seenBy context: VersionVector) {
    all.removeAll { context.contains($0.dot) }
  }

  /// Adds the value of a new write beside those that its writer had not seen.
  public mutating func insert(_ sibling: Sibling) {
    let place = all.firstIndex { $0.dot > sibling.dot } ?? all.endIndex
    all.insert(sibling, at: place)
  }

  /// The siblings that a side which holds none of them has never seen, and so has not replaced.
  func unseen(by context: VersionVector) -> Siblings {
    var result = self
    result.discard(seenBy: context)
    return result
  }

  /// Joins two replicas' siblings: kept is what both have, and what one has that the other has
  /// never seen.
  ///
  /// What the other has seen and no longer holds, it has seen replaced.
  ///
  /// - Parameters:
  ///   - context: What this side has seen.
  ///   - other: The other side's siblings.
  ///   - otherContext: What the other side has seen.
  /// - Returns: The joined siblings.
  /// - Throws: ``DotCollision`` where both hold one dot with different values.
  func joined(
    seen context: VersionVector,
    with other: Siblings,
    seen otherContext: VersionVector
  ) throws(DotCollision) -> Siblings {
    if all.count == other.all.count, zip(all, other.all).allSatisfy({ $0.dot == $1.dot }) {
      if let (mine, _) = zip(all, other.all).first(where: { $0.value != $1.value }) {
        throw DotCollision(dot: mine.dot)
      }
      return self
    }
    var kept: [Sibling] = []
    for mine in all {
      if let theirs = other.all.first(where: { $0.dot == mine.dot }) {
        guard theirs.value == mine.value else { throw DotCollision(dot: mine.dot) }
        kept.append(mine)
      } else if !otherContext.contains(mine.dot) {
        kept.append(mine)
      }
    }
    for theirs in other.all where !all.contains(where: { $0.dot == theirs.dot }) {
      if !context.contains(theirs.dot) {
        kept.append(theirs)
      }
    }
    return Siblings(kept)
  }
}

/// Two different values under one dot: a store was copied, and both copies wrote.
///
/// Never merged silently: the copy that is found out goes on under a new replica name.
public struct DotCollision: Error, Hashable, Sendable, CustomStringConvertible {
  /// The dot that names two writes.
  public let dot: Dot

  /// What was found and what to do about it.
  public var description: String {
    "The write \(dot) exists with two different values. "
      + "A store was copied and both copies were used: sync both, and let a person decide."
  }
}
