// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// What a laptop showed of some records before a transaction.
struct Before {
  /// The page that the transaction keeps; nil for any other transaction.
  let page: PulledPage?
  let mode: Standing.Mode
  let shown: [RecordID: VersionVector]

  init(_ action: SyncAction, _ storage: MemoryReplicaStorage) {
    mode = (try? storage.timeline().mode) ?? .settled
    guard case .accept(let page) = action else {
      self.page = nil
      shown = [:]
      return
    }
    self.page = page
    shown = page.records.reduce(into: [:]) { shown, record in
      let id = record.header.id
      shown[id] = try? storage.record(id)?.context
    }
  }
}

/// What is looked at while a history goes on.
extension World {
  /// I9: people see what they have just written.
  func lookAtOwnWrite(on place: Int) throws {
    let storage = laptops[place].storage
    guard let change = storage.names.last?.changes.last?.change,
      let record = try storage.record(change.header.id)
    else { throw Violation(.sessionGuarantees, "a write is not in the journal") }
    let isShown =
      record.context.contains(change.dot)
      && change.puts.allSatisfy { put in
        record.siblings(of: put.path).all.contains {
          $0.dot == change.dot && $0.value == put.value
        }
      }
    guard isShown else {
      throw Violation(.sessionGuarantees, "\(Story.sentence(change)) is not shown to its author")
    }
  }

  /// I10: nobody receives what is not theirs to read at that moment.
  func lookAtScopes(of action: SyncAction, for laptop: SimulatedLaptop) throws {
    guard case .accept(let page) = action else { return }
    let headers = page.records.map(\.header) + page.past.map(\.change.header)
    for header in headers where !cast.mayRead(header, laptop.owner) {
      throw Violation(
        .scopeSafety,
        "\(laptop.name) received \(header.kind.rawValue) \(Story.name(header.id))"
      )
    }
  }

  /// I10: nobody writes where they take no part.
  func lookAtRights(of change: Change) throws {
    guard let author = Cast.person(change.stamp.author), hub.storage.quarantine[change.dot] == nil,
      !cast.programs(of: author).contains(change.header.scope.program)
    else { return }
    throw Violation(.scopeSafety, "\(author.name), who has left, wrote \(Story.name(change.dot))")
  }

  /// I8: only what has to be refused is, whatever names it was written under.
  func lookAtRefusal(_ refused: RefusedChange, of hash: ChangeHash) throws {
    guard refused.code == .schemaInvalid || refused.code == .malformed,
      let form = registry.form(hash), !registry.poison.contains(form.serial),
      !registry.mixed.contains(form.change.header.id)
    else { return }
    throw Violation(
      .progress,
      "a sound change is refused: \(Story.sentence(form.change)): \(refused.detail)"
    )
  }

  /// I9, after a laptop has kept a page.
  func look(_ before: Before, after event: SyncEvent, on place: Int) throws {
    guard let page = before.page else { return }
    let laptop = laptops[place]
    if case .stored(isRenamed: true) = event { tally[.fork] += 1 }
    for record in page.records {
      try lookAtOwnChanges(to: record.header.id, on: laptop)
    }
    guard before.mode == .settled, !page.restarted, case .stored(isRenamed: false) = event else {
      return
    }
    for (id, context) in before.shown {
      let now = try laptop.storage.record(id)?.context ?? VersionVector()
      guard context.isCovered(by: now) else {
        throw Violation(
          .sessionGuarantees,
          "\(laptop.name) showed \(Story.name(context)) of \(Story.name(id)), and then "
            + Story.name(now)
        )
      }
    }
  }

  /// I9: what a person wrote and what waits to be sent is shown, or replaced by what they wrote
  /// later.
  private func lookAtOwnChanges(to id: RecordID, on laptop: SimulatedLaptop) throws {
    let own = try laptop.storage.changes(to: id)
    guard !own.isEmpty, let shown = try laptop.storage.record(id),
      let kept = try laptop.storage.kept(id)
    else { return }
    var basis = kept.shadow?.context ?? VersionVector()
    basis.merge(kept.legacy?.context ?? VersionVector())
    for (place, waiting) in own.enumerated() where waiting.state == .waiting {
      let change = waiting.change
      guard !basis.contains(change.dot), change.base.isCovered(by: shown.context),
        change.base.isCovered(by: basis)
      else { continue }
      for put in change.puts {
        let isLive = shown.siblings(of: put.path).all.contains { $0.dot == change.dot }
        let isReplaced = own[place...].dropFirst().contains { later in
          later.change.base.contains(change.dot)
        }
        guard isLive || isReplaced else {
          throw Violation(
            .sessionGuarantees,
            "\(laptop.name) no longer shows its waiting \(Story.sentence(change))"
          )
        }
      }
    }
  }
}
