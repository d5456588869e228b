// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// What must hold when a history is over and the world has healed.
struct FinalCheck {
  let world: World
  let storage: MemoryHubStorage
  let registry: Registry
  /// What the log holds under each name.
  private let logged: [Dot: ChangeHash]

  init(_ world: World) {
    self.world = world
    storage = world.hub.storage
    registry = world.registry
    var logged: [Dot: ChangeHash] = [:]
    for case .change(let dot, _, let hash) in storage.log.map(\.content) { logged[dot] = hash }
    self.logged = logged
  }

  /// Looks at everything.
  ///
  /// - Throws: ``Violation``.
  func run() throws {
    try checkJournals()
    try checkConvergence()
    try checkWaiting()
    for place in registry.writes.indices { try checkWrite(place) }
    for shelf in storage.shelves.values.sorted(by: { $0.kept.seq < $1.kept.seq }) {
      try checkValues(of: shelf.kept.record)
    }
  }

  /// I2: each write is live, replaced by one that had seen it, in quarantine, or destroyed.
  private func checkWrite(_ place: Int) throws {
    let write = registry.writes[place]
    guard !write.isLost, !registry.mixed.contains(write.record) else { return }
    let forms = write.forms.map { registry.forms[$0] }
    if forms.contains(where: isKept) { return }
    throw Violation(
      .nothingLost,
      "write \(place + 1) of \(write.laptop) is lost: "
        + forms.map { Story.sentence($0.change) }.joined(separator: ", also as ")
    )
  }

  private func isKept(_ form: Form) -> Bool {
    let dot = form.change.dot
    if logged[dot] == form.hash, storage.quarantine[dot] != nil { return true }
    if isRefusedSomewhere(form) { return true }
    if let other = logged[dot], other != form.hash { return isOffered(form) }
    return isTold(form) || isOffered(form)
  }

  /// Whether the author's laptop lists the change as refused, or the hub had taken its refusal as
  /// seen.
  private func isRefusedSomewhere(_ form: Form) -> Bool {
    let isListed = world.laptops.contains { laptop in
      laptop.storage.names.contains { name in
        name.changes.contains { $0.hash == form.hash && $0.isRefused }
      }
    }
    if isListed { return true }
    guard registry.refused.contains(form.hash) else { return false }
    let record = storage.shelves[form.change.header.id]?.kept.record
    return record?.context.contains(form.change.dot) == true
      || world.tally[.announcedHubRestore] + world.tally[.silentHubRestore] > 0
  }

  /// Whether the hub's record tells what a change said: live, or replaced by what had seen it.
  private func isTold(_ form: Form) -> Bool {
    guard let record = storage.shelves[form.change.header.id]?.kept.record else { return false }
    return tells(record, form)
  }

  private func tells(_ record: Record, _ form: Form) -> Bool {
    let change = form.change
    guard record.context.contains(change.dot) else { return false }
    return change.puts.allSatisfy { put in
      if let live = record.siblings(of: put.path).all.first(where: { $0.dot == change.dot }) {
        return live.value == put.value
      }
      return successors(of: form).contains { later in
        later.writes(put.path) && record.context.contains(later.dot)
      }
    }
  }

  /// Changes to the same record that were made on a change, by somebody who had seen its write.
  private func successors(of form: Form) -> [Change] {
    (registry.byRecord[form.change.header.id] ?? []).map { registry.forms[$0] }
      .filter { later in
        later.serial != form.serial && later.change.base.contains(form.change.dot)
          && registry.writes[later.serial - 1].seen.contains(form.serial)
      }
      .map(\.change)
  }

  private func isOffered(_ form: Form) -> Bool {
    storage.offers.values.contains { offer in
      offer.record == form.change.header.id
        && (try? RecordCodec.record(from: offer.bytes)).map { tells($0, form) } == true
    }
  }

  /// I3 and I4: what is live was written so, and nothing that the hub holds had replaced it.
  private func checkValues(of record: Record) throws {
    let id = record.header.id
    guard !registry.mixed.contains(id) else { return }
    let forms = (registry.byRecord[id] ?? []).map { registry.forms[$0] }
    for field in record.fields {
      for sibling in field.siblings.all {
        let isWritten = forms.contains {
          $0.change.dot == sibling.dot && $0.change.puts(field.path, sibling)
        }
        guard isWritten else {
          throw Violation(
            .noPhantom,
            "\(field.path)=\(sibling.value.display) of \(Story.name(id)) was never written as "
              + Story.name(sibling.dot)
          )
        }
        try checkNotReplaced(sibling, in: field.path, of: record, forms)
      }
    }
  }

  private func checkNotReplaced(
    _ sibling: Sibling,
    in path: FieldPath,
    of record: Record,
    _ forms: [Form]
  ) throws {
    let replacing = forms.first { form in
      let change = form.change
      return change.writes(path) && change.dot != sibling.dot && change.base.contains(sibling.dot)
        && record.context.contains(change.dot) && !registry.refused.contains(form.hash)
        && registry.everTaken.contains(form.hash)
        && !registry.writes[form.serial - 1].isLost
        && logged[change.dot].map { $0 == form.hash } ?? true
    }
    guard let replacing else { return }
    throw Violation(
      .noResurrection,
      "\(path)=\(sibling.value.display) is back, which \(Story.sentence(replacing.change)) replaced"
    )
  }
}

extension KeptChange {
  fileprivate var isRefused: Bool {
    if case .refused = state { true } else { state == .requeued }
  }
}

extension Change {
  fileprivate func writes(_ path: FieldPath) -> Bool {
    puts.contains { $0.path == path } || unsets.contains(path)
  }

  fileprivate func puts(_ path: FieldPath, _ sibling: Sibling) -> Bool {
    puts.contains { $0.path == path && $0.value == sibling.value }
  }
}
