// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// The middle of a round: what the store has goes to the hub.
extension SyncSession {
  /// Reads more of the journal in hand; where it is settled, the next one is taken in hand.
  mutating func load() -> SyncAction {
    guard let replica = due.first, let own = standing[replica] else {
      return end(.fail(.bug("The store has no name.")))
    }
    guard sent.counter < own.last else {
      due.removeFirst()
      return due.isEmpty ? leave() : greetNext()
    }
    state = .loading
    return .load(
      replica,
      after: sent.counter,
      changesMaximum: batch.size,
      bytesMaximum: SyncLimits.pushBytesMaximum
    )
  }

  /// Pushes a run, once it is sure that it follows what the hub holds.
  mutating func push(_ run: JournalRun) -> SyncAction {
    guard let first = run.entries.first, let last = run.entries.last, let replica = due.first else {
      return end(.fail(.bug("The journal ends before its last counter.")))
    }
    guard run.previous == sent.head else {
      // The store took a new name since: what was in hand is another journal now.
      return restart { $0.look() }
    }
    state = .pushing(run.entries)
    return .push(
      .with {
        $0.epoch = Data(standing.epoch)
        $0.replica = Data(replica.bytes)
        $0.changes = run.entries.map { Data($0.bytes) }
        $0.first = first.counter
        $0.head = Data(last.hash.bytes)
        $0.settle = settlesGaps
      }
    )
  }

  /// Believes an acknowledgement only where the hub's head is the hash of our own last change: a
  /// counter alone lost acknowledged writes when stores were cloned.
  mutating func acknowledge(
    _ response: WirePushResponse,
    of entries: [JournalEntry]
  ) -> SyncAction {
    guard let last = entries.last, let replica = due.first else {
      return end(.fail(.bug("An empty push was answered.")))
    }
    guard agrees(response, with: last) else { return restart { $0.look() } }
    refused += response.rejections.map {
      Rejection(counter: $0.counter, code: $0.code, detail: $0.detail)
    }
    sent = HubEnd(counter: last.counter, head: last.hash)
    archived[replica] = response.archived
    batch.grow()
    report.pushed += entries.count
    // The hub's answer is about its last change; until we are there, we send on. Where another copy
    // of the store has gone on under an earlier name, we end before.
    let isWhole = response.counter == last.counter
    guard isWhole || last.counter == standing[replica]?.last else { return load() }
    let rejections = refused
    refused = []
    report.rejected += rejections.count
    let wereHeld = hub.counter > standing[replica]?.acknowledged ?? 0
    standing[replica]?.acknowledged = last.counter
    standing[replica]?.head = last.hash
    state = .acknowledging
    return .acknowledge(
      Acknowledgement(
        replica: replica,
        counter: last.counter,
        head: last.hash,
        receipt: isWhole ? Array(response.receipt) : [],
        rejections: rejections,
        wereHeld: wereHeld
      )
    )
  }

  private func agrees(_ response: WirePushResponse, with last: JournalEntry) -> Bool {
    #if Mutants
    if Mutant.isOn(.acknowledgesWithoutHead) { return true }
    #endif
    return response.counter == max(last.counter, hub.counter)
      && (response.counter > last.counter
        || ChangeHash(bytes: Array(response.head)) == last.hash)
  }

  /// The journals are settled: a repair is over, and what is new is pulled.
  private mutating func leave() -> SyncAction {
    guard standing.mode == .repairing else { return pull() }
    state = .waiting(.pull)
    return .endRepair
  }

  mutating func loadOffers(after record: RecordID?) -> SyncAction {
    state = .loadingOffers
    return .loadOffers(after: record, bytesMaximum: SyncLimits.offerBytesMaximum)
  }

  mutating func offer(_ offers: OfferedStates) -> SyncAction {
    guard !offers.states.isEmpty else {
      return offerNext(after: offers.next, WireOfferResponse())
    }
    report.offered += offers.states.count
    state = .offering(next: offers.next)
    return .offer(
      .with {
        $0.epoch = Data(standing.epoch)
        $0.states = offers.states.map { Data($0) }
      }
    )
  }

  /// Goes on offering; what the hub does not take it keeps apart, for people.
  mutating func offerNext(after record: RecordID?, _ response: WireOfferResponse) -> SyncAction {
    if let record { return loadOffers(after: record) }
    isOffered = true
    due = []
    return greetNext()
  }
}
