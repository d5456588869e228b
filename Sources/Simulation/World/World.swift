// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// A laptop with its store, its owner and the round that it is in.
final class SimulatedLaptop {
  let name: String
  let owner: Person
  /// The name under which the store enrolled, by which its token is known.
  let enrolledAs: ReplicaID
  /// Whether its program writes what older ones do not know.
  let isNewer: Bool
  var storage: MemoryReplicaStorage
  var round: Round?
  var backups: [MemoryReplicaStorage] = []
  var isCutOff = false
  /// How far its clock is off, in milliseconds.
  var clockError: Int64 = 0

  /// A laptop whose store was just enrolled.
  init(name: String, owner: Person, replica: ReplicaID, isNewer: Bool) {
    self.name = name
    self.owner = owner
    enrolledAs = replica
    self.isNewer = isNewer
    storage = MemoryReplicaStorage(owner: owner, device: name, replica: replica)
  }

  /// A laptop with a copy of another's store.
  init(copyOf laptop: SimulatedLaptop) {
    name = "\(laptop.name)'"
    owner = laptop.owner
    enrolledAs = laptop.enrolledAs
    isNewer = laptop.isNewer
    storage = laptop.storage
    clockError = laptop.clockError
  }
}

/// A round of sync under way.
struct Round {
  var session: SyncSession
  var action: SyncAction
}

/// One history as it is played: hub, laptops, network, disks, clocks and people.
///
/// Everything but the production's session, replica and ledger is simulated; the same plan gives
/// the same history.
final class World {
  let plan: Plan
  var hub: SimulatedHub
  var laptops: [SimulatedLaptop] = []
  var late: [LateRequest] = []
  var registry = Registry()
  var tally = Tally()
  let known = KnownChanges()
  /// What happened, in sentences; nil where nobody reads them.
  var story: [String]?
  /// What stands for a store that is handed out.
  let blank = MemoryReplicaStorage(
    owner: Cast.people[0],
    device: "",
    replica: ReplicaID(bits: 0)
  )
  /// Chance of the step that is being played.
  var chance: Chance
  /// Milliseconds since 1970 by a clock that is right.
  var clock: Int64 = 1_760_000_000_000
  /// Whether things may go wrong.
  var isCalm = false

  /// The world before a history begins.
  ///
  /// - Parameters:
  ///   - plan: What is decided beforehand.
  ///   - tellsStory: Whether to write down what happens.
  init(_ plan: Plan, tellsStory: Bool = false) {
    self.plan = plan
    story = tellsStory ? [] : nil
    chance = Chance(seed: plan.seed ^ 0x5157_4f52_4c44)
    hub = SimulatedHub(&chance, known)
    for (place, person) in plan.laptops.enumerated() {
      let owner = Cast.people[person]
      laptops.append(
        SimulatedLaptop(
          name: "\(owner.name)-\(place)",
          owner: owner,
          replica: ReplicaID(bits: chance.bits()),
          isNewer: plan.faults.contains(.versions) && chance.happens(0.4)
        )
      )
    }
  }

  /// Plays the whole history, heals the world, and looks what holds.
  ///
  /// - Throws: ``Violation``.
  func play() throws {
    for (place, step) in plan.steps.enumerated() {
      tell("\(place + 1). \(step.deed.rawValue)")
      try perform(step)
    }
    tally.steps += plan.steps.count
    tally.histories += 1
    try heal()
    try FinalCheck(self).run()
  }

  /// Who takes part in what: the hub's knowledge, which goes back with its store.
  var cast: Cast {
    get { hub.storage.cast }
    set { hub.storage.cast = newValue }
  }

  /// Whether a fault of a family happens here, which does so with this probability at most.
  func strikes(_ family: FaultFamily, _ probability: Double) -> Bool {
    !isCalm && plan.faults.contains(family) && chance.happens(probability * plan.roughness)
  }

  /// Writes down what happened.
  func tell(_ sentence: @autoclosure () -> String) {
    if story != nil { story?.append(sentence()) }
  }

  private func perform(_ step: Step) throws {
    chance = Chance(seed: step.seed)
    clock += Int64(1_000 + chance.below(3_600_000))
    let place = step.laptop % laptops.count
    switch step.deed {
    case .write: try write(on: place)
    case .sync: try sync(place, actionsMaximum: chance.happens(0.7) ? 400 : 1 + chance.below(8))
    case .lateMessage: try deliverLate()
    case .stopLink, .healLink: setLink(of: place, isCutOff: step.deed == .stopLink)
    case .restartHub: restartHub()
    case .backUpLaptop: backUp(place)
    case .restoreLaptop: try restore(place)
    case .cloneLaptop: try clone(place)
    case .backUpHub: try backUpHub()
    case .restoreHub: try restoreHub()
    case .withdraw, .readmit: setMembership(of: laptops[place].owner, step.deed == .readmit)
    case .jumpClock: jumpClock(of: place)
    case .requeue: try requeue(for: place)
    case .carryBundle: try carryBundle(from: place)
    }
  }

  private func setLink(of place: Int, isCutOff: Bool) {
    guard laptops[place].isCutOff != isCutOff else { return }
    laptops[place].isCutOff = isCutOff
    tally[isCutOff ? .stoppedLink : .healedLink] += 1
    tell("  \(laptops[place].name) \(isCutOff ? "has no network" : "has network again")")
  }

  private func setMembership(of person: Person, _ isMember: Bool) {
    let program = Cast.programs[chance.below(2)]
    // Somebody has to be able to read everything in the end.
    guard person.id != Cast.people[0].id, cast.programs(of: person).contains(program) != isMember
    else { return }
    isMember ? cast.readmit(person, to: program) : cast.withdraw(person, from: program)
    tally[isMember ? .readmission : .withdrawal] += 1
    tell("  \(person.name) \(isMember ? "joins" : "leaves") \(Story.name(program))")
  }

  private func jumpClock(of place: Int) {
    let tenYears: Int64 = 315_576_000_000
    laptops[place].clockError = [-tenYears, 0, tenYears][chance.below(3)]
    tally[.clockJump] += 1
    tell("  \(laptops[place].name)'s clock is off by \(laptops[place].clockError / 1_000) s")
  }
}
