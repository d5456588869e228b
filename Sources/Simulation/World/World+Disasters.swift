// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// Copies, and what comes of putting them back.
extension World {
  func backUp(_ place: Int) {
    laptops[place].backups.append(laptops[place].storage)
    tally[.laptopBackup] += 1
    tell("  \(laptops[place].name)'s store is copied away")
  }

  func restore(_ place: Int) throws {
    guard let backup = chance.pick(laptops[place].backups) else { return }
    laptops[place].storage = backup
    laptops[place].round = nil
    tally[.laptopRestore] += 1
    tell("  \(laptops[place].name) goes back to a copy")
    if chance.happens(0.5) { try findOut(.restored, on: place) }
    countLosses()
  }

  func clone(_ place: Int) throws {
    guard laptops.count < Plan.laptopsMaximum else { return }
    let copy = SimulatedLaptop(copyOf: laptops[place])
    laptops.append(copy)
    tally[.clone] += 1
    tell("  \(copy.name) is a copy of \(laptops[place].name)")
    if chance.happens(0.3) { try findOut(.copied, on: laptops.count - 1) }
  }

  /// The witness beside a store tells it that it was put back or copied, where the witness itself
  /// was not put back or copied with it.
  private func findOut(_ cause: IncarnationNote.Cause, on place: Int) throws {
    var replica = transaction(on: place)
    guard (try? replica.rename(because: cause)) != nil else { return }
    try commit(replica, on: place)
    tell("  \(laptops[place].name) finds it out, and takes a new name")
  }

  /// Notes which writes no copy is left of: these are lost unavoidably.
  ///
  /// A copy is the change itself, in a journal or a log, or a state that has seen it. What is on
  /// its way may never arrive.
  func countLosses() {
    let left = RemainingCopies(of: self)
    for (place, write) in registry.writes.enumerated() where !write.isLost {
      let isLeft = write.forms.contains { left.hold(registry.forms[$0], registry) }
      if !isLeft {
        registry.lose(place)
        tally[.unavoidablyLost] += 1
        tell("  no copy is left of write \(place + 1)")
      }
    }
  }
}

/// All that is left anywhere: changes, and states.
private struct RemainingCopies {
  private var changes: Set<ChangeHash> = []
  private var states: [RecordID: [VersionVector]] = [:]

  init(of world: World) {
    for laptop in world.laptops {
      for name in laptop.storage.names { changes.formUnion(name.changes.map(\.hash)) }
      for kept in laptop.storage.records.values {
        note(kept.shadow)
        note(kept.legacy)
      }
    }
    for entry in world.hub.storage.log {
      if case .change(_, _?, let hash) = entry.content { changes.insert(hash) }
    }
    for shelf in world.hub.storage.shelves.values { note(shelf.kept.record) }
    for offer in world.hub.storage.offers.values {
      note(try? RecordCodec.record(from: offer.bytes))
    }
  }

  private mutating func note(_ record: Record?) {
    if let record { states[record.header.id, default: []].append(record.context) }
  }

  func hold(_ form: Form, _ registry: Registry) -> Bool {
    if changes.contains(form.hash) { return true }
    // A state has seen the write only if the hub ever took it: else its name stands for another.
    return registry.everTaken.contains(form.hash)
      && (states[form.change.header.id] ?? []).contains { $0.contains(form.change.dot) }
  }
}
