// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Intake
import LocalStore

/// Plays field work on the laptops of a stage, with the syncs of a seed in between.
struct FieldReplay {
  /// The laptop of whoever publishes the program and pulls the dataset.
  static let head = "head-coordinator"

  private let folder: FieldFolder
  private let stage: Stage
  private let desk: FieldDesk
  private let owners: [String: String]
  private let forgotten: [String: [Int]]
  private let laptops: [String]
  private var order: SyncOrder
  private var now = LocalTime(milliseconds: 0)

  /// What a person should look at, beside what the forms gave rise to.
  private(set) var findings: [Finding] = []

  /// What was done.
  private(set) var tally = ReplayTally()

  /// A replay of a folder on a stage.
  init(_ folder: FieldFolder, on stage: Stage, seed: UInt64) {
    self.folder = folder
    self.stage = stage
    desk = FieldDesk(folder)
    order = SyncOrder(seed: seed)
    laptops = stage.laptops.keys.sorted()
    owners = folder.owners
    forgotten = folder.forgottenAttempts
  }

  /// Publishes the program and fetches it on every laptop.
  mutating func publish() throws {
    let head = try stage.laptop(FieldReplay.head)
    let program = Program.id(code: FieldFolder.program)
    try head.store.write { writer in
      for draft in folder.definitions {
        let id = draft.kind == .program ? program : draft.definitionID(in: program)
        let header = RecordHeader(id: id, kind: draft.kind, scope: Scope(program: program))
        try writer.put(draft.puts, into: header)
      }
    }
    try sync(FieldReplay.head)
    for name in order.everybody(laptops) where name != FieldReplay.head {
      try sync(name)
      // Throws where the program has not come.
      _ = try stage.laptop(name).store.read { try $0.program(FieldFolder.program) }
    }
  }

  /// Does everything that was done, in the order in which it was recorded.
  mutating func play() throws {
    var day: Substring = ""
    for (place, action) in folder.actions.enumerated() {
      if action.at.prefix(10) != day {
        TextOutput.progress("\(action.at.prefix(10)): \(place) of \(folder.actions.count) actions")
        for name in order.atNight(laptops) {
          try sync(name)
        }
        day = action.at.prefix(10)
      }
      try perform(action)
    }
    TextOutput.progress("")
  }

  /// Has everybody sync, twice: what the last brought reaches the first.
  mutating func settle() throws {
    for _ in 1...2 {
      for name in order.everybody(laptops) {
        try sync(name)
      }
    }
  }

  private mutating func sync(_ name: String) throws {
    let answer = try stage.laptop(name).sync()
    tally.rounds += 1
    tally.pushed += answer.pushed
    tally.pulled += answer.pulled
  }

  private mutating func perform(_ action: FieldAction) throws {
    let laptop = try stage.laptop(action.device)
    let at = moment(of: action)
    laptop.set(now)
    tally.note(action)
    switch action.deed {
    case .attempt(let number, let isComplete, let reason):
      try laptop.store.write { writer in
        let said = FieldDesk.Said(isComplete: isComplete, reason: reason, at: at)
        try desk.attempt(number, at: action.visit, said, by: laptop.owner, with: writer)
      }
    case .start:
      try laptop.store.write {
        try desk.start(action.visit, at: at, by: laptop.owner, with: $0)
      }
    case .observations(let answers):
      let unread = try laptop.store.write {
        try desk.observe(answers, on: action.visit, by: laptop.owner, with: $0)
      }
      findings += unread
    case .finish:
      let forgotten = forgotten[action.visit] ?? []
      try laptop.store.write { writer in
        try desk.finish(action.visit, at: at, by: laptop.owner, with: writer)
        for number in forgotten {
          try desk.attempt(number, at: action.visit, nil, by: laptop.owner, with: writer)
        }
      }
      tally.enteredByHand += forgotten.count
    case .review(let remarks):
      try review(action.visit, remarks, by: laptop)
    }
  }

  /// A review is of a visit that the supervisor's laptop has: it is fetched first where it is not
  /// there, from the shopper's laptop where the hub has not got it either.
  private mutating func review(
    _ visit: String,
    _ remarks: [(name: String, typed: String)],
    by laptop: Laptop
  ) throws {
    let owner = try stage.laptop(owners[visit] ?? "")
    let id = desk.id(of: visit, by: owner.owner)
    if try laptop.store.read({ try $0.record(id) }) == nil {
      try sync(owner.name)
      try sync(laptop.name)
    }
    guard let record = try laptop.store.read({ try $0.record(id) }) else {
      throw Failure(.failed, "The visit \(visit) has not reached \(laptop.name).")
    }
    try laptop.store.write { try desk.review(Visit(record), remarks, with: $0) }
  }

  /// The action's time as a value; the clock goes on from the last time that can be read.
  private mutating func moment(of action: FieldAction) -> FieldValue {
    switch Typed.moment(action.at, now: now, zone: FieldMapping.zone) {
    case .value(let moment):
      now = moment
      return .moment(moment)
    case .unreadable(let unreadable):
      findings.append(
        Finding(
          file: "replay.jsonl.gz",
          line: action.line,
          column: "at",
          value: action.at,
          problem: unreadable.problem,
          suggestion: unreadable.suggestion,
          effect: .keptAsTyped
        )
      )
      return .unreadable(action.at)
    }
  }
}

/// What was done in a replay.
struct ReplayTally {
  /// Rounds of sync.
  var rounds = 0

  /// Changes that the hub acknowledged.
  var pushed = 0

  /// Records that came to laptops.
  var pulled = 0

  /// Attempts that the replay lacks and that their shopper entered with the visit.
  var enteredByHand = 0

  /// Actions by what they are called.
  private(set) var actionsByOperation: [String: Int] = [:]

  /// Actions by day.
  private(set) var actionsByDay: [Substring: Int] = [:]

  /// The devices that did something.
  private(set) var devices: Set<String> = []

  /// Actions whose time was not on the form.
  private(set) var assumedTimes = 0

  /// The first and the last time.
  private(set) var span: (first: String, last: String)?

  fileprivate mutating func note(_ action: FieldAction) {
    actionsByOperation[action.operation, default: 0] += 1
    actionsByDay[action.at.prefix(10), default: 0] += 1
    devices.insert(action.device)
    assumedTimes += action.isAssumed ? 1 : 0
    span = (min(span?.first ?? action.at, action.at), max(span?.last ?? action.at, action.at))
  }
}
