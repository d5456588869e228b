// SPDX-License-Identifier: Apache-2.0

/// One thing that happens in a history, complete in itself.
///
/// It has chance of its own, so that the other steps mean the same where it is left out.
package struct Step: Hashable, Sendable, CustomStringConvertible {
  /// The things that may happen.
  package enum Deed: String, CaseIterable, Sendable {
    /// A person writes.
    case write
    /// A laptop begins a round of sync, or goes on with the one that it is in.
    case sync
    /// A message that was held up comes through.
    case lateMessage = "late message"
    /// A laptop's link stops.
    case stopLink = "stop link"
    /// A laptop's link works again.
    case healLink = "heal link"
    /// The hub's process is started anew.
    case restartHub = "restart hub"
    /// Somebody copies a laptop's store away.
    case backUpLaptop = "back up laptop"
    /// Somebody puts such a copy back.
    case restoreLaptop = "restore laptop"
    /// Somebody goes on with a copy of a laptop's store beside it.
    case cloneLaptop = "clone laptop"
    /// The operator copies the hub's store away, checks the copy, and has it counted as archived.
    case backUpHub = "back up hub"
    /// The operator puts such a copy back, with or without a word.
    case restoreHub = "restore hub"
    /// Someone leaves a program.
    case withdraw
    /// Someone who left comes back.
    case readmit
    /// A clock jumps.
    case jumpClock = "jump clock"
    /// A coordinator has a refused change taken after all.
    case requeue
    /// Somebody carries another's unsent work in a file.
    case carryBundle = "carry bundle"

    /// The family of faults that it belongs to; nil for what is no fault.
    var family: FaultFamily? {
      switch self {
      case .write, .sync: nil
      case .lateMessage, .stopLink, .healLink: .network
      case .restartHub: .crash
      case .backUpLaptop, .restoreLaptop: .clientRestore
      case .cloneLaptop: .clone
      case .backUpHub: .prune
      case .restoreHub: .hubRestore
      case .withdraw, .readmit: .scope
      case .jumpClock: .clock
      case .requeue: .poison
      case .carryBundle: .bundle
      }
    }

    /// How often it happens beside the others.
    var weight: Int {
      switch self {
      case .write: 440
      case .sync: 380
      case .lateMessage: 30
      case .healLink: 40
      case .stopLink, .carryBundle, .backUpHub, .backUpLaptop, .readmit: 15
      case .requeue, .restoreLaptop, .restoreHub: 12
      case .cloneLaptop, .withdraw, .jumpClock, .restartHub: 8
      }
    }
  }

  /// What happens.
  package let deed: Deed

  /// Which laptop it happens to: its number, or that beyond the number of laptops.
  package let laptop: Int

  /// What chance decides on the way.
  package let seed: UInt64

  /// The step in a few words.
  package var description: String {
    "\(deed.rawValue) (laptop \(laptop), chance \(seed))"
  }
}

/// Everything that is decided before a history begins.
package struct Plan: Sendable {
  /// The most laptops that a history has.
  package static let laptopsMaximum = 7

  /// What the history is drawn from.
  package let seed: UInt64

  /// What may go wrong.
  package let faults: Set<FaultFamily>

  /// How often it goes wrong: 0 never, 1 often.
  package let roughness: Double

  /// Who has a laptop: numbers of people, one for each laptop.
  package let laptops: [Int]

  /// What happens, in order.
  package var steps: [Step]

  /// Draws a history.
  ///
  /// - Parameters:
  ///   - seed: What it is drawn from.
  ///   - faults: What may go wrong.
  package init(seed: UInt64, faults: Set<FaultFamily>) {
    self.seed = seed
    self.faults = faults
    var chance = Chance(seed: seed)
    roughness = [0.2, 0.6, 1][chance.below(3)]
    // A coordinator and a shopper always; then colleagues, or a second laptop of either.
    laptops = [0, 1] + (0..<chance.below(4)).map { _ in chance.below(4) }
    let deeds = Step.Deed.allCases.filter { deed in deed.family.map(faults.contains) ?? true }
    // Without backups there is nothing to restore.
    let usable: [Step.Deed] =
      faults.contains(.hubRestore) && !faults.contains(.prune) ? [.backUpHub] : []
    let choices = (deeds + usable).flatMap { Array(repeating: $0, count: $0.weight) }
    steps = (0..<[20, 40, 80][chance.below(3)]).map { _ in
      Step(
        deed: choices[chance.below(choices.count)],
        laptop: chance.below(Plan.laptopsMaximum),
        seed: chance.next()
      )
    }
  }
}
