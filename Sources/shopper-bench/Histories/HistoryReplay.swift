// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Feeds an edit history through the model: each event joins what its parents had seen, and writes.
struct HistoryReplay {
  /// A field that had different concurrent values at a merge.
  struct Dispute {
    let event: Int
    let record: String
    let path: FieldPath
    /// The values with the event that wrote each, in order of event.
    let siblings: [(event: Int, value: FieldValue)]
    /// What the people chose in the merge itself; nil where they left it open.
    let choice: FieldValue?
  }

  /// The records as one event had seen them, by number.
  private typealias State = [Int: Record]

  /// What was in dispute, in order of event.
  private(set) var disputes: [Dispute] = []

  /// The states that events yet to come begin with.
  private var states: [Int: State] = [:]
  /// How many events yet to come have this one for a parent.
  private var children: [Int: Int] = [:]
  /// Records by the bytes of their names.
  private var numbers: [[UInt8]: Int] = [:]
  private var names: [String] = []
  private var writers: [Dot: Int] = [:]

  /// Replays a history.
  init(_ events: [EditEvent]) throws {
    for parent in events.flatMap(\.parents) {
      children[parent, default: 0] += 1
    }
    for event in events {
      try play(event)
    }
  }

  /// A record that all have seen in the end.
  struct FinalRecord {
    let name: String
    /// The fields that were not removed, in order of path.
    let fields: [(path: FieldPath, value: String)]
  }

  /// The records that all have seen in the end, in order of name; those without fields are none.
  func finalRecords() throws -> [FinalRecord] {
    let state = try states.keys.sorted().reduce(into: State()) { merged, event in
      _ = try HistoryReplay.join(states[event] ?? [:], into: &merged)
    }
    return state.map { number, record in
      FinalRecord(
        name: names[number],
        fields: record.fields.compactMap { field in
          record.value(of: field.path)?.text.map { (field.path, $0) }
        }
      )
    }
    .filter { !$0.fields.isEmpty }
    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func play(_ event: EditEvent) throws {
    guard writers.updateValue(event.number, forKey: event.dot) == nil else {
      throw HistoryFault("Two events are called \(event.dot).")
    }
    var state = State()
    for parent in event.parents {
      let joined = try HistoryReplay.join(try taken(parent), into: &state)
      note(joined, of: state, at: event)
    }
    for (name, writes) in event.writes {
      let number = number(of: name)
      var record = state.removeValue(forKey: number) ?? Record(header: header(name))
      let change = record.change(
        .write(writes.map { Put($0.path, $0.value) }),
        by: HistoryReplay.writer,
        at: JournalPosition(dot: event.dot, previous: .none)
      )
      guard record.apply(change) == .applied else {
        throw HistoryFault("Event \(event.number) does not follow from its parents.")
      }
      state[number] = record
    }
    states[event.number] = state
  }

  /// The state after an event, given away with its last use so that it need not be copied.
  private mutating func taken(_ event: Int) throws -> State {
    children[event, default: 1] -= 1
    let state = children[event] == 0 ? states.removeValue(forKey: event) : states[event]
    guard let state else {
      throw HistoryFault("Event \(event) is named as a parent before it happened.")
    }
    return state
  }

  /// Joins another state into one, and returns which records came out of two that differed.
  private static func join(_ other: State, into state: inout State) throws -> [Int] {
    if state.isEmpty {
      state = other
      return []
    }
    var joined: [Int] = []
    for (number, theirs) in other {
      guard let mine = state[number] else {
        state[number] = theirs
        continue
      }
      // Within one history, a state that has seen less adds nothing to one that has seen more.
      switch mine.context.order(to: theirs.context) {
      case .equal, .after: break
      case .before: state[number] = theirs
      case .concurrent:
        state[number] = try mine.joined(with: theirs)
        joined.append(number)
      }
    }
    return joined
  }

  private mutating func note(_ joined: [Int], of state: State, at event: EditEvent) {
    for number in joined.sorted() {
      for conflict in state[number]?.conflicts ?? [] {
        let siblings = conflict.candidates.flatMap(\.writes)
          .map { (event: writers[$0.dot] ?? -1, value: $0.value) }
        let choice = event.writes.first { $0.record == names[number] }?.writes
          .last { $0.path == conflict.path }?.value
        disputes.append(
          Dispute(
            event: event.number,
            record: names[number],
            path: conflict.path,
            siblings: siblings.sorted { $0.event < $1.event },
            choice: choice
          )
        )
      }
    }
  }

  private mutating func number(of name: String) -> Int {
    if let number = numbers[Array(name.utf8)] { return number }
    numbers[Array(name.utf8)] = names.count
    names.append(name)
    return names.count - 1
  }

  private func header(_ name: String) -> RecordHeader {
    RecordHeader(
      id: RecordID(HistoryReplay.kind, in: nil, named: name),
      kind: HistoryReplay.kind,
      scope: Scope(program: RecordID(HistoryReplay.kind, in: nil, named: ""))
    )
  }

  private static let kind = RecordKind(rawValue: "history")
  private static let writer = Writer(
    person: PersonID(bits: 0),
    authority: .shopper,
    now: LocalTime(milliseconds: 0)
  )
}
