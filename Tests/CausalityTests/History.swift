// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport

/// A random history of one record on a few replicas, as it happened: each step and what it came to.
struct History {
  /// The steps as JSON, for another program to play.
  private(set) var json = ""
  /// What each step came to.
  private(set) var lines: [String] = []
  /// Every change, in order of writing.
  private(set) var changes: [Change] = []
  /// What each replica holds in the end.
  private(set) var states: [Record]

  private static let paths = ["f", "g", "h"]
  /// Two texts that look alike are different data, and so are an empty text and none.
  private static let values = ["", "a", "b", "\u{e9}", "e\u{301}"]

  private var counters: [UInt64]
  private var generator: SeededGenerator

  init(seed: UInt64) throws {
    generator = SeededGenerator(seed: seed)
    let replicas = Int.random(in: 2...5, using: &generator)
    states = Array(repeating: Record(header: Samples.header), count: replicas)
    counters = Array(repeating: 0, count: replicas)
    var steps: [String] = []
    for _ in 0..<Int.random(in: 4...24, using: &generator) {
      steps.append(try step())
    }
    json = #"{"replicas":\#(replicas),"steps":[\#(steps.joined(separator: ","))]}"#
  }

  private mutating func step() throws -> String {
    let replica = Int.random(in: states.indices, using: &generator)
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<40: return write(at: replica)
    case 40..<50: return delete(at: replica)
    case 50..<55: return keep(at: replica)
    case 55..<60: return unset(at: replica)
    case 60..<85: return try merge(into: replica)
    default: return deliver(to: replica)
    }
  }

  private mutating func write(at replica: Int) -> String {
    let count = Int.random(in: 1...History.paths.count, using: &generator)
    let paths = History.paths.shuffled(using: &generator).prefix(count)
    let puts = paths.map { path in
      (path, History.values[Int.random(in: History.values.indices, using: &generator)])
    }
    let json = puts.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
    perform(.write(puts.map { Put(FieldPath($0), .text($1)) }), at: replica)
    return #"["write",\#(replica),{\#(json)}]"#
  }

  private mutating func delete(at replica: Int) -> String {
    perform(.delete(reason: ""), at: replica)
    return #"["delete",\#(replica),null]"#
  }

  private mutating func keep(at replica: Int) -> String {
    perform(.keep, at: replica)
    return #"["keep",\#(replica),null]"#
  }

  /// Empties a field for good, which no edit of today's commands does, but changes may.
  private mutating func unset(at replica: Int) -> String {
    let path = History.paths[Int.random(in: History.paths.indices, using: &generator)]
    let change = Change(
      dot: nextDot(of: replica),
      header: Samples.header,
      base: states[replica].context,
      puts: [],
      unsets: [FieldPath(path)],
      stamp: Samples.stamp(),
      previous: .none
    )
    changes.append(change)
    apply(change, at: replica)
    return #"["unset",\#(replica),["\#(path)"]]"#
  }

  private mutating func merge(into replica: Int) throws -> String {
    let other = Int.random(in: states.indices, using: &generator)
    states[replica] = try states[replica].joined(with: states[other])
    lines.append(line("ok", states[replica]))
    return #"["merge",\#(replica),\#(other)]"#
  }

  /// Brings any change of the history to a replica, whether or not it can take effect there.
  private mutating func deliver(to replica: Int) -> String {
    guard !changes.isEmpty else { return write(at: replica) }
    let number = Int.random(in: changes.indices, using: &generator)
    apply(changes[number], at: replica)
    return #"["deliver",\#(replica),\#(number)]"#
  }

  private mutating func perform(_ edit: Edit, at replica: Int) {
    let position = Samples.position(nextDot(of: replica))
    let change = states[replica].change(edit, by: Samples.writer(), at: position)
    changes.append(change)
    apply(change, at: replica)
  }

  private mutating func apply(_ change: Change, at replica: Int) {
    let outcome =
      switch states[replica].apply(change) {
      case .applied: "ok"
      case .duplicate: "dup"
      case .causalGap: "causal_gap"
      }
    lines.append(line(outcome, states[replica]))
  }

  private mutating func nextDot(of replica: Int) -> Dot {
    counters[replica] += 1
    return Dot(ReplicaID(bits: UInt128(replica)), counters[replica])
  }
}

extension History {
  /// A state in one line: fields with dots and values, context, deletion, conflicts.
  private func line(_ outcome: String, _ record: Record) -> String {
    let fields = record.fields.map { field in
      let values = field.siblings.all.map { "\(text($0.dot)):\(text($0.value))" }
      return "\(field.path)=[\(values.joined(separator: "|"))]"
    }
    let life = record.isDeleted ? "deleted" : record.wasEditedWhileDeleted ? "disputed" : "alive"
    let conflicts = record.conflicts.filter { $0.path != .tombstone }
      .map { "\($0.path)*\($0.candidates.count)" }
    return [
      outcome, fields.joined(separator: ";"), text(record.context), life,
      conflicts.joined(separator: ","),
    ].joined(separator: " ")
  }

  private func text(_ dot: Dot) -> String {
    "\(dot.replica.bits).\(dot.counter)"
  }

  private func text(_ vector: VersionVector) -> String {
    vector.entries.map(text).joined(separator: ",")
  }

  private func text(_ value: FieldValue) -> String {
    if case .tombstone(let tombstone) = value { return "del(\(text(tombstone.seen)))" }
    return value.display
  }
}
