// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What somebody does next.
enum Errand {
  case begin(visit: String)
  case observe(Entries.Place, String)
  case note(visit: String, String)
  case sync
  case pull

  /// Its words on the command line, at a laptop with this home folder.
  func words(at home: String) -> [String] {
    switch self {
    case .begin(let visit):
      ["visit", "start", "--program", KilledField.program, "--location", "ARN", "--id", visit]
    case .observe(let place, let value):
      ["observe", place.interaction, value, "--visit", place.visit]
    case .note(let visit, let value): ["visit", "edit", visit, "note", value]
    case .sync: ["sync"]
    case .pull: ["pull", "--program", KilledField.program, "--out", home + "/dataset"]
    }
  }

  /// The exit codes with which it may end: the hub may be away, a visit may not have come yet.
  var allowed: Set<Int32> {
    switch self {
    case .begin, .observe: [0]
    case .note: [0, 65]
    case .sync, .pull: [0, 69]
    }
  }
}

/// A laptop, with its daemon and whoever types on it.
final class Seat {
  /// A command that is running.
  struct Running {
    let errand: Errand
    let child: Child
    let began = ContinuousClock.now
    var ambush: Ambush?
    /// Whether it was ever to be killed.
    var isDoomed = false
  }

  /// The name of the laptop and its owner.
  let name: String

  /// The program that is typed.
  let program: BuiltProgram

  /// The store's folder.
  let store: String

  /// The laptop's home folder, which also takes its log.
  let home: String

  /// Tells of writes to the store.
  let watch: FolderWatch

  /// The daemon, while it runs; a coordinator has none.
  var daemon: Child?

  /// When the daemon is to be killed.
  var ambush: Ambush?

  /// The command that is running.
  var command: Running?

  private var visit: String?
  private var visits = 0
  private var interaction = 0
  private var values = 0

  init(_ name: String, _ program: BuiltProgram, home: String) throws {
    self.name = name
    self.program = program
    self.home = home
    store = home + "/store"
    watch = try FolderWatch(store)
  }

  /// Whether this is the coordinator's.
  var isCoordinator: Bool { name == KilledField.coordinator }

  /// The file for what its programs say on standard error.
  var log: String { home + "/log" }

  /// What the programs on the laptop see: nothing of whoever runs this.
  var environment: [String: String] {
    var variables = BuiltProgram.environment
    variables["HOME"] = home
    variables["SHOPPER_STORE"] = store
    variables["LANG"] = "C.UTF-8"
    return variables
  }

  /// Starts a program here.
  func start(_ program: BuiltProgram, _ words: [String]) throws -> Child {
    try Child(program, words, environment: environment, log: log)
  }

  /// What its owner does next: begin visits, observe, and now and then observe again or sync.
  ///
  /// - Parameters:
  ///   - visits: Visits that a coordinator may know of.
  ///   - numbers: The campaign's chance.
  /// - Returns: The errand.
  func nextErrand(among visits: [String], _ numbers: inout SeededNumbers) -> Errand {
    let chance = Int.random(in: 1...100, using: &numbers)
    if isCoordinator {
      guard chance <= 60, let visit = visits.randomElement(using: &numbers) else {
        return chance > 90 ? .pull : .sync
      }
      return .note(visit: visit, nextValue())
    }
    guard let visit, interaction < KilledField.interactions else {
      return .begin(visit: nextVisit())
    }
    if chance <= 5 { return .sync }
    var number = interaction + 1
    if chance <= 25, interaction > 0 {
      number = Int.random(in: 1...interaction, using: &numbers)
    } else {
      interaction += 1
    }
    return .observe(Entries.Place(visit: visit, interaction: "i\(number)"), nextValue())
  }

  /// Goes on with a visit that was begun for certain.
  func carryOn(with visit: String) {
    (self.visit, interaction) = (visit, 0)
  }

  /// An answer for the end of the campaign, which also wakes the daemon.
  func lastErrand() -> Errand {
    guard let visit else { return .begin(visit: nextVisit()) }
    return .observe(Entries.Place(visit: visit, interaction: "last"), nextValue())
  }

  private func nextVisit() -> String {
    visits += 1
    visit = nil
    let digits = "\(visits)"
    return name + "-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  private func nextValue() -> String {
    values += 1
    return "\(name) says \(values)"
  }
}
