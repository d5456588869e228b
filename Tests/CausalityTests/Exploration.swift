// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Every history of three replicas up to a number of steps: each replica writes, deletes and merges
/// another's state in every order.
///
/// Every state is kept once and known by its number, so that a law is checked once for the states
/// that it speaks of, however many histories lead to them.
struct Exploration {
  /// What a replica may do besides merging.
  enum Act: Int, CaseIterable {
    case writeFirst, writeSecond, delete, keep
  }

  /// Makes the change that an act comes to; nil where there is nothing to do.
  typealias Author = (_ state: Record, _ act: Act, _ dot: Dot) -> Change?

  /// What three replicas hold, and how much each has written: packed to be found quickly.
  struct Configuration: Hashable {
    private var bits: UInt64 = 0

    /// The number of the state that a replica holds.
    func state(of replica: Int) -> Int {
      Int(bits >> UInt64(16 * replica) & 0xffff)
    }

    func counter(of replica: Int) -> UInt64 {
      bits >> UInt64(48 + 4 * replica) & 0xf
    }

    func with(_ state: Int, at replica: Int, writes: UInt64) -> Configuration {
      var result = self
      result.bits &= ~(0xffff << UInt64(16 * replica))
      result.bits |= UInt64(state) << UInt64(16 * replica)
      result.bits += writes << UInt64(48 + 4 * replica)
      return result
    }

    /// The three states.
    var states: [Int] {
      (0..<3).map(state)
    }
  }

  /// A change and the states around it.
  struct Write {
    let change: Change
    let before: Int
    let after: Int
  }

  /// Two numbers as one.
  struct Pair: Hashable {
    private let bits: UInt64

    init(_ left: Int, _ right: Int) {
      bits = UInt64(left) << 32 | UInt64(right)
    }

    var left: Int { Int(bits >> 32) }
    var right: Int { Int(bits & 0xffff_ffff) }
  }

  /// The states by number; 0 is the state to which nothing was written.
  private(set) var records: [Record] = []
  private(set) var configurations: Set<Configuration> = []
  /// The states of ``records`` that a history reaches; laws make further ones.
  private(set) var reachedStates = 0
  private(set) var writes: [Write] = []
  /// Each write with each state that another replica held when it was written.
  private(set) var encounters: Set<Pair> = []

  private var numbers: [Record: Int] = [:]
  private var joins: [Pair: Int] = [:]
  private var writeNumbers: [UInt64: Int?] = [:]
  private let author: Author

  init(steps: Int, author: @escaping Author) throws {
    self.author = author
    var frontier = [Configuration()]
    number(of: Record(header: Samples.header))
    configurations = [Configuration()]
    for _ in 0..<steps {
      var next: [Configuration] = []
      for configuration in frontier {
        for successor in try successors(of: configuration)
        where configurations.insert(successor).inserted {
          next.append(successor)
        }
      }
      frontier = next
    }
    reachedStates = records.count
  }

  /// The number of a state, known or new.
  @discardableResult
  mutating func number(of record: Record) -> Int {
    if let number = numbers[record] { return number }
    numbers[record] = records.count
    records.append(record)
    return records.count - 1
  }

  /// The number of two states' join.
  mutating func join(_ left: Int, _ right: Int) throws -> Int {
    if let known = joins[Pair(left, right)] { return known }
    let joined = number(of: try records[left].joined(with: records[right]))
    joins[Pair(left, right)] = joined
    return joined
  }

  private mutating func successors(of configuration: Configuration) throws -> [Configuration] {
    var result: [Configuration] = []
    for replica in 0..<3 {
      let others = (0..<3).filter { $0 != replica }.map(configuration.state)
      for act in Act.allCases {
        guard let write = write(act, replica, in: configuration) else { continue }
        for other in others {
          encounters.insert(Pair(write, other))
        }
        result.append(configuration.with(writes[write].after, at: replica, writes: 1))
      }
      for other in others {
        let joined = try join(configuration.state(of: replica), other)
        result.append(configuration.with(joined, at: replica, writes: 0))
      }
    }
    return result
  }

  /// The number of the write by which a replica performs an act.
  private mutating func write(
    _ act: Act,
    _ replica: Int,
    in configuration: Configuration
  ) -> Int? {
    let (before, counter) = (configuration.state(of: replica), configuration.counter(of: replica))
    let key = UInt64(before) << 32 | counter << 16 | UInt64(act.rawValue << 8 | replica)
    if let known = writeNumbers[key] { return known }
    guard let change = author(records[before], act, Samples.dot(replica, counter + 1)) else {
      writeNumbers[key] = .some(nil)
      return nil
    }
    let after = number(of: records[before].applying(change))
    writes.append(Write(change: change, before: before, after: after))
    writeNumbers[key] = writes.count - 1
    return writes.count - 1
  }
}
