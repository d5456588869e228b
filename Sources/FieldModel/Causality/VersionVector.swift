// SPDX-License-Identifier: Apache-2.0

/// How two vectors relate by the writes that they have seen.
public enum CausalOrder: Sendable, Equatable {
  /// The left side has seen less, and nothing that the right side has not.
  case before

  /// The right side has seen less, and nothing that the left side has not.
  case after

  /// Both have seen the same.
  case equal

  /// Each has seen something that the other has not.
  case concurrent
}

/// What has been seen of each replica: "every write up to and including counter n".
///
/// A version vector orders *replica states*; it is not a vector clock, which orders events. The
/// laws of `merge`: commutative, associative, idempotent, and its result covers both sides.
/// Entries are kept in a sorted array, which beats a dictionary twelve times at the usual two or
/// three entries.
public struct VersionVector: Hashable, Sendable {
  /// The last seen dot of each replica, in order of replica, each replica once.
  public private(set) var entries: [Dot]

  /// The vector that has seen nothing.
  public init() {
    entries = []
  }

  /// The vector that has seen each of these dots and all before it on its replica.
  public init(_ dots: some Sequence<Dot>) {
    entries = Array(dots)
    guard entries.count > 1 else { return }
    guard !zip(entries, entries.dropFirst()).allSatisfy({ $0.replica < $1.replica }) else { return }
    // Sorted once: to insert thousands one by one would move all the later ones each time.
    var latest: [Dot] = []
    for dot in entries.sorted() {
      if latest.last?.replica == dot.replica {
        latest.removeLast()
      }
      latest.append(dot)
    }
    entries = latest
  }

  /// Whether nothing has been seen.
  public var isEmpty: Bool {
    entries.isEmpty
  }

  /// The counter of the last write seen of a replica; 0 where none was.
  public subscript(replica: ReplicaID) -> UInt64 {
    let place = place(of: replica)
    return place < entries.count && entries[place].replica == replica ? entries[place].counter : 0
  }

  /// Whether a write has been seen.
  public func contains(_ dot: Dot) -> Bool {
    self[dot.replica] >= dot.counter
  }

  /// Takes a dot, and all before it on its replica, as seen.
  public mutating func insert(_ dot: Dot) {
    let place = place(of: dot.replica)
    if place < entries.count, entries[place].replica == dot.replica {
      if entries[place].counter < dot.counter {
        entries[place] = dot
      }
    } else {
      // Who is not alone seldom stays one of two.
      if entries.count == 1 { entries.reserveCapacity(4) }
      entries.insert(dot, at: place)
    }
    #if Mutants
    if entries.count > 3, Mutant.isOn(.prunesVectors) { entries.removeFirst() }
    #endif
  }

  /// Takes as seen all that the other vector has seen.
  public mutating func merge(_ other: VersionVector) {
    if other.isCovered(by: self) { return }
    for dot in other.entries {
      insert(dot)
    }
  }

  /// Whether everything that this vector has seen, the other has seen too.
  public func isCovered(by other: VersionVector) -> Bool {
    guard entries.count <= other.entries.count else { return false }
    // Both are in order of replica: one walk looks up all.
    var place = 0
    for dot in entries {
      while place < other.entries.count, other.entries[place].replica < dot.replica { place += 1 }
      guard place < other.entries.count, other.entries[place].replica == dot.replica,
        other.entries[place].counter >= dot.counter
      else { return false }
    }
    return true
  }

  /// Compares what two vectors have seen.
  public func order(to other: VersionVector) -> CausalOrder {
    switch (isCovered(by: other), other.isCovered(by: self)) {
    case (true, true): .equal
    case (true, false): .before
    case (false, true): .after
    case (false, false): .concurrent
    }
  }

  /// Where the replica's entry stands, or would stand.
  private func place(of replica: ReplicaID) -> Int {
    var low = 0
    var high = entries.count
    while high - low > 4 {
      let middle = (low + high) / 2
      if entries[middle].replica < replica {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < high, entries[low].replica < replica { low += 1 }
    return low
  }
}
