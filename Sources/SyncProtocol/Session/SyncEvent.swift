// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What came of a round.
package struct SyncReport: Hashable, Sendable {
  /// How many changes the hub acknowledged.
  package var pushed = 0

  /// How many records came.
  package var pulled = 0

  /// How many of the pushed changes the hub refused.
  package var rejected = 0

  /// How many records were offered to a hub that had lost them.
  package var offered = 0

  /// How often the store took a new name, because it had been copied or restored.
  package var renamed = 0

  /// How many changes of other stores were carried to the hub.
  package var carried = 0

  /// How many of those the hub refused, into quarantine or with their whole bundle.
  package var carriedRefused = 0

  /// A round in which nothing happened.
  package init() {}
}

/// What happened, for `SyncSession.handle(_:)`.
package enum SyncEvent: Sendable {
  /// The round begins.
  case begin
  /// The hub answered a hello.
  case greeted(WireHelloResponse)
  /// The store's journal agrees with the hub's hashes up to a counter; nil where with none of them.
  case compared(through: UInt64?)
  /// The store did what it was told to, and now stands so.
  case standing(Standing)
  /// The store read a run of its journal.
  case loaded(JournalRun)
  /// The hub answered a push.
  case pushed(WirePushResponse)
  /// The store read records that the hub may lack.
  case offers(OfferedStates)
  /// The hub answered an offer.
  case offered(WireOfferResponse)
  /// The hub answered a pull.
  case pulled(WirePullResponse)
  /// The same, where the answer is read already, or several are taken together.
  case paged(PulledPage)
  /// The store has what it was told to keep, on disk; whether it took a new name by it.
  case stored(isRenamed: Bool)
  /// The last action failed.
  case failed(SyncFailure)
}

/// Records as a store last had them from the hub, in order of name.
package struct OfferedStates: Hashable, Sendable {
  /// Each a `RecordState`.
  package let states: [[UInt8]]

  /// Where to go on: the last record that was looked at; nil where there are no more.
  package let next: RecordID?

  /// Some of the records that a hub may lack.
  package init(states: [[UInt8]], next: RecordID?) {
    self.states = states
    self.next = next
  }
}

/// What to do next.
///
/// `hello`, `push`, `offer` and `pull` are for the network; `finish` and `fail` end the round; the
/// rest is for the store, each in one transaction.
package enum SyncAction: Sendable {
  /// Send a hello.
  case hello(WireHelloRequest)
  /// Compare the hub's hashes, of counters from this one on, with a journal.
  case compare(ReplicaID, first: UInt64, hashes: [ChangeHash])
  /// Take the changes after a counter as not acknowledged: the hub has lost them.
  case rewind(ReplicaID, to: UInt64)
  /// Go on under a new name: the hub holds other changes of this name after a counter.
  case fork(ReplicaID, at: UInt64)
  /// Take up a timeline; where there was another, set aside what came from the hub.
  case beginRepair(epoch: [UInt8])
  /// Read a journal after a counter: at most so many changes and bytes, but at least one change.
  case load(ReplicaID, after: UInt64, changesMaximum: Int, bytesMaximum: Int)
  /// Send a push.
  case push(WirePushRequest)
  /// Keep an acknowledgement.
  case acknowledge(Acknowledgement)
  /// Read records set aside, after this one, of which the hub has not shown to have seen all.
  case loadOffers(after: RecordID?, bytesMaximum: Int)
  /// Send an offer.
  case offer(WireOfferRequest)
  /// Forget what was set aside: the hub has it again.
  case endRepair
  /// Send a pull.
  case pull(WirePullRequest)
  /// Keep a page, with its cursor.
  case accept(PulledPage)
  /// Drop a journal's acknowledged changes up to a counter: they are in the hub's backup.
  case prune(ReplicaID, through: UInt64)
  /// Say where the store stands.
  case stand
  /// The round is complete.
  case finish(SyncReport)
  /// The round is over without being complete.
  case fail(SyncFailure)
}
