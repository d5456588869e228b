// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Glibc

/// Kills the processes of a working system at seeded moments, and keeps book of what was confirmed.
///
/// One thread watches all of them with `poll`: a process that ends is started again at once, a
/// command is followed by the next. Half of the ambushes wait for writes, since a process killed
/// while it starts has nothing to lose.
final class KillCampaign {
  /// How often whom.
  struct Tally {
    var hub = 0
    var daemon = 0
    var command = 0
    var sum: Int { hub + daemon + command }
  }

  /// Who was killed so far.
  private(set) var killed = Tally()

  /// What commands entered.
  private(set) var entries = Entries()

  /// What went wrong on the way.
  private(set) var complaints: [String] = []

  /// How often the hub's data were looked at right after a kill.
  private(set) var audits = 0

  let field: KilledField
  private let quota: Tally
  private var numbers: SeededNumbers
  private var ambush: Ambush?
  private var commandTime = Duration.milliseconds(100)
  private var lastKill = ContinuousClock.now
  private var isEntering = true

  private enum Source {
    case hub
    case hubFolder
    case daemon(Seat)
    case folder(Seat)
    case command(Seat)
  }

  /// A campaign that kills so often: a quarter each hub and daemons, a half commands.
  init(_ field: KilledField, kills: Int, seed: UInt64) {
    self.field = field
    numbers = SeededNumbers(seed: seed)
    quota = Tally(hub: kills / 4, daemon: kills / 4, command: kills - 2 * (kills / 4))
  }

  /// Kills until all are killed; then lets the commands that run come to their end.
  func run() throws {
    for seat in field.shoppers { try field.startDaemon(of: seat) }
    lieInWait()
    while killed.hub < quota.hub || killed.daemon < quota.daemon || killed.command < quota.command {
      try turn()
      guard ContinuousClock.now - lastKill < .seconds(60) else {
        throw Failure(.failed, "The campaign stands still. See the logs in \(field.folder).")
      }
    }
    isEntering = false
    while field.seats.contains(where: { $0.command != nil }) { try turn() }
  }

  /// Takes note of a value that was entered when nothing was killed any more.
  func noteConfirmed(_ errand: Errand) {
    note(errand, isConfirmed: true)
  }

  /// Starts what can be started, kills whose time has come, and waits for something to happen.
  private func turn() throws {
    if isEntering {
      for seat in field.seats where seat.command == nil { try startCommand(of: seat) }
    }
    strike()
    let sources = sources()
    var polls = sources.map { pollfd(fd: $0.0, events: Int16(POLLIN), revents: 0) }
    // The last millisecond before a kill is spent awake, for the kill to come on time.
    let wait = max(.zero, (nextDue ?? .now + .seconds(1)) - .now) / .milliseconds(1)
    guard poll(&polls, nfds_t(polls.count), Int32(wait)) > 0 else { return }
    for (found, source) in zip(polls, sources) where found.revents != 0 {
      try handle(source.1)
    }
  }

  private func sources() -> [(Int32, Source)] {
    var sources: [(Int32, Source)] = [(field.hubWatch.descriptor, .hubFolder)]
    if let hub = field.hub { sources.append((hub.output, .hub)) }
    for seat in field.seats {
      sources.append((seat.watch.descriptor, .folder(seat)))
      if let daemon = seat.daemon { sources.append((daemon.output, .daemon(seat))) }
      if let command = seat.command { sources.append((command.child.output, .command(seat))) }
    }
    return sources
  }

  private func handle(_ source: Source) throws {
    switch source {
    case .hubFolder:
      field.hubWatch.drain()
      ambush?.noteWrite()
    case .folder(let seat):
      seat.watch.drain()
      seat.ambush?.noteWrite()
      seat.command?.ambush?.noteWrite()
    case .hub:
      if let status = field.hub?.listen() { try hubEnded(status) }
    case .daemon(let seat):
      if let status = seat.daemon?.listen() { try daemonEnded(of: seat, status) }
    case .command(let seat):
      if let status = seat.command?.child.listen() { commandEnded(on: seat, status) }
    }
  }
}

// Killing.
extension KillCampaign {
  private var nextDue: ContinuousClock.Instant? {
    let ambushes = [ambush] + field.seats.flatMap { [$0.ambush, $0.command?.ambush] }
    return ambushes.compactMap { $0?.due }.min()
  }

  private func strike() {
    let now = ContinuousClock.now
    if let due = ambush, due.isDue(at: now) {
      field.hub?.signal(SIGKILL)
      ambush = nil
    }
    for seat in field.seats {
      if let due = seat.ambush, due.isDue(at: now) {
        seat.daemon?.signal(SIGKILL)
        seat.ambush = nil
      }
      if let due = seat.command?.ambush, due.isDue(at: now) {
        seat.command?.child.signal(SIGKILL)
        seat.command?.ambush = nil
      }
    }
  }

  private func lieInWait() {
    lieInWaitForHub()
    lieInWaitForDaemon()
  }

  private func lieInWaitForHub() {
    guard killed.hub < quota.hub else { return }
    let writes = Int.random(in: 0...24, using: &numbers)
    let longest = writes == 0 ? 80_000 : 3_000
    ambush = Ambush(
      afterWrites: writes,
      microseconds: Int.random(in: 0...longest, using: &numbers)
    )
  }

  private func lieInWaitForDaemon() {
    guard killed.daemon < quota.daemon, let seat = field.shoppers.randomElement(using: &numbers)
    else { return }
    let writes = Int.random(in: 0...8, using: &numbers)
    let longest = writes == 0 ? 80_000 : 3_000
    seat.ambush = Ambush(
      afterWrites: writes,
      microseconds: Int.random(in: 0...longest, using: &numbers)
    )
  }

  private func hubEnded(_ status: Int32) throws {
    if status == -SIGKILL { killed.hub += 1 } else { complain("The hub ended with \(status).") }
    lastKill = .now
    field.hub = nil
    if Int.random(in: 1...5, using: &numbers) == 1 {
      complaints += try field.heldLessThanAcknowledged()
      audits += 1
    }
    try field.startHub()
    lieInWaitForHub()
  }

  private func daemonEnded(of seat: Seat, _ status: Int32) throws {
    if status == -SIGKILL {
      killed.daemon += 1
    } else {
      complain("The daemon of \(seat.name) ended with \(status).")
    }
    lastKill = .now
    try field.startDaemon(of: seat)
    lieInWaitForDaemon()
  }

  private func complain(_ sentence: String) {
    complaints.append(sentence)
  }
}

// Entering.
extension KillCampaign {
  private func startCommand(of seat: Seat) throws {
    let visits = entries.visits.filter(\.value).keys.sorted()
    let errand = seat.nextErrand(among: visits, &numbers)
    let child = try seat.start(seat.program, errand.words(at: seat.home))
    var command = Seat.Running(errand: errand, child: child)
    let doomed = field.seats.count { $0.command?.isDoomed == true }
    if killed.command + doomed < quota.command, Bool.random(using: &numbers) {
      command.isDoomed = true
      let usual = Int(commandTime / .microseconds(1))
      command.ambush =
        Bool.random(using: &numbers)
        ? Ambush(afterWrites: 0, microseconds: Int.random(in: 0...usual, using: &numbers))
        : Ambush(afterWrites: 1, microseconds: Int.random(in: 0...2_000, using: &numbers))
    }
    seat.command = command
  }

  private func commandEnded(on seat: Seat, _ status: Int32) {
    guard let command = seat.command else { return }
    seat.command = nil
    if status == -SIGKILL {
      killed.command += 1
      lastKill = .now
    } else if command.errand.allowed.contains(status) {
      commandTime = (commandTime * 9 + (.now - command.began)) / 10
      if status != 0 { return }
    } else {
      complain("\(seat.name): \(command.errand.words(at: seat.home)) ended with \(status).")
    }
    note(command.errand, isConfirmed: status == 0)
    if case .begin(let visit) = command.errand, status == 0 { seat.carryOn(with: visit) }
  }

  private func note(_ errand: Errand, isConfirmed: Bool) {
    switch errand {
    case .begin(let visit):
      entries.note(visit: visit, isConfirmed: isConfirmed)
    case .observe(let place, let value):
      entries.note(value, at: place, isConfirmed: isConfirmed)
    case .note(let visit, let value):
      let place = Entries.Place(visit: visit, interaction: "")
      entries.note(value, at: place, isConfirmed: isConfirmed)
    case .sync, .pull:
      break
    }
  }
}
