// SPDX-License-Identifier: Apache-2.0

/// Which write it was, by whom and when: kept once for all the values that it put.
package final class Write: Sendable {
  let dot: Dot
  let stamp: Stamp

  /// A write of this name.
  package init(_ dot: Dot, _ stamp: Stamp) {
    self.dot = dot
    self.stamp = stamp
  }
}

extension Write: Hashable {
  /// Compares name and stamp.
  package static func == (lhs: Write, rhs: Write) -> Bool {
    lhs === rhs || lhs.dot == rhs.dot && lhs.stamp == rhs.stamp
  }

  /// Hashes the name.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(dot)
  }
}

/// One value of a field, with the write that put it there.
public struct Sibling: Hashable, Sendable {
  let write: Write

  /// What was written.
  public let value: FieldValue

  /// The write that put the value.
  public var dot: Dot {
    write.dot
  }

  /// Who wrote, when by their clock, and with what rank.
  public var stamp: Stamp {
    write.stamp
  }

  /// A value as a write left it.
  public init(dot: Dot, value: FieldValue, stamp: Stamp) {
    self.init(value, by: Write(dot, stamp))
  }

  /// A value as a write left it.
  package init(_ value: FieldValue, by write: Write) {
    self.write = write
    self.value = value
  }
}

/// The concurrent values of one field, in order of dot: none has seen another.
///
/// Within one history a replica has at most one sibling, since its next write has seen its last.
public struct Siblings: Hashable, Sendable {
  /// Most fields have one value, which is kept without an array around it.
  private enum Kept: Hashable, Sendable {
    case one(Sibling)
    /// None, or two and more.
    case several([Sibling])
  }

  private var kept: Kept

  /// No values.
  public init() {
    kept = .several([])
  }

  /// The siblings in order of dot.
  ///
  /// - Precondition: No dot occurs twice.
  public init(_ siblings: [Sibling]) {
    self.init(inOrder: siblings.count > 1 ? siblings.sorted { $0.dot < $1.dot } : siblings)
  }

  /// The only value.
  init(_ sibling: Sibling) {
    kept = .one(sibling)
  }

  private init(inOrder siblings: [Sibling]) {
    kept = siblings.count == 1 ? .one(siblings[0]) : .several(siblings)
  }

  /// The live siblings, in order of dot.
  public var all: [Sibling] {
    switch kept {
    case .one(let sibling): [sibling]
    case .several(let siblings): siblings
    }
  }

  // What follows is inlined because a call would take a copy of what it only looks at.

  /// The greatest causal depth among them; 0 where there are none.
  @inline(__always)
  var depth: UInt32 {
    switch kept {
    case .one(let sibling): sibling.write.stamp.depth
    case .several(let siblings): siblings.reduce(0) { Swift.max($0, $1.write.stamp.depth) }
    }
  }

  /// Whether both are the only value of one write, which is therefore the same.
  @inline(__always)
  func isSameWrite(as other: Siblings) -> Bool {
    guard case .one(let mine) = kept, case .one(let theirs) = other.kept else { return false }
    return mine.write === theirs.write
  }

  /// The only value; nil where there are several, or none.
  @inline(__always)
  package var only: Sibling? {
    if case .one(let sibling) = kept { sibling } else { nil }
  }

  /// Whether there is more than one value.
  @inline(__always)
  var areSeveral: Bool {
    if case .several(let siblings) = kept { siblings.count > 1 } else { false }
  }

  /// Drops what a writer had seen.
  public mutating func discard(seenBy context: VersionVector) {
    switch kept {
    case .one(let sibling):
      if context.contains(sibling.dot) { kept = .several([]) }
    case .several(let siblings):
      self = Siblings(inOrder: siblings.filter { !context.contains($0.dot) })
    }
  }

  /// Adds the value of a new write beside those that its writer had not seen.
  public mutating func insert(_ sibling: Sibling) {
    switch kept {
    case .one(let other):
      kept = .several(other.dot > sibling.dot ? [sibling, other] : [other, sibling])
    case .several(var siblings):
      let place = siblings.firstIndex { $0.dot > sibling.dot } ?? siblings.endIndex
      siblings.insert(sibling, at: place)
      self = Siblings(inOrder: siblings)
    }
  }

  /// Puts the value of a new write in place of what its writer had seen.
  mutating func write(_ sibling: Sibling, over context: VersionVector) {
    if case .one(let other) = kept, context.contains(other.dot) {
      kept = .one(sibling)
    } else {
      discard(seenBy: context)
      insert(sibling)
    }
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
    if case .one(let mine) = kept, case .one(let theirs) = other.kept, mine.dot == theirs.dot {
      guard mine.value == theirs.value else { throw DotCollision(dot: mine.dot) }
      return self
    }
    var joined: [Sibling] = []
    for mine in self {
      if let theirs = other.first(where: { $0.dot == mine.dot }) {
        guard theirs.value == mine.value else { throw DotCollision(dot: mine.dot) }
        joined.append(mine)
      } else if !otherContext.contains(mine.dot) {
        joined.append(mine)
      }
    }
    for theirs in other where !contains(where: { $0.dot == theirs.dot }) {
      if !context.contains(theirs.dot) {
        joined.append(theirs)
      }
    }
    return Siblings(joined)
  }
}

extension Siblings: RandomAccessCollection {
  /// The first sibling's place: 0.
  public var startIndex: Int { 0 }

  /// The place after the last sibling.
  public var endIndex: Int {
    switch kept {
    case .one: 1
    case .several(let siblings): siblings.count
    }
  }

  /// The sibling at a place, in order of dot.
  public subscript(place: Int) -> Sibling {
    switch kept {
    case .one(let sibling):
      precondition(place == 0, "A field of one value has no sibling but the first.")
      return sibling
    case .several(let siblings):
      return siblings[place]
    }
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
