// SPDX-License-Identifier: Apache-2.0

#if Mutants
/// A seeded defect of the sync, for the simulation to find.
///
/// Each is one line of production code that exists only in builds with the trait `Mutants`. A
/// simulation that lets one live would let the same mistake pass.
public enum Mutant: String, CaseIterable, Sendable {
  /// A laptop takes the hub's journal for its own without comparing hashes at hello.
  case greetsWithoutComparing
  /// Laptop and hub go by counters, and compare no hashes, when they push.
  case acknowledgesWithoutHead
  /// A laptop does not look for its own later writes in what it pulls.
  case missesItselfInPages
  /// A laptop joins pages into what it shows instead of replaying over them.
  case joinsOnLaptop
  /// A laptop forgets its changes once they are acknowledged.
  case prunesAtAcknowledgement
  /// A hub takes a cursor without looking whether its log has that place.
  case believesCursors
  /// A hub reads neither receipts nor cursors as evidence of its restore.
  case ignoresReceipts
  /// A laptop offers nothing to a restored hub.
  case offersNothing
  /// A laptop sends nothing again to a restored hub.
  case pushesNothingAgain
  /// A hub does not count a refused change as seen.
  case forgetsRefused
  /// A laptop shows a refused change as if it had been taken.
  case showsRefused
  /// A fork leaves in bases what the other branch wrote.
  case forkKeepsBases
  /// A fork leaves in deletions what the other branch wrote.
  case forkKeepsTombstones
  /// A fork drops what was refused.
  case forkDropsRefused
  /// A fork drops what was written after the fork.
  case forkDropsTail
  /// A write does not replace what its author had seen.
  case resurrects
  /// A write replaces what its author had not seen.
  case lastWriterWins
  /// A record's state loses values of newer programs.
  case dropsUnknownValues
  /// A rewritten change loses the members of newer programs.
  case dropsUnknownMembers
  /// A page's cursor runs ahead of its records.
  case runsAhead
  /// A laptop keeps the cursor of a page before the page.
  case keepsCursorFirst
  /// A hub answers before its commit is on disk.
  case answersBeforeCommit
  /// A record takes a change that it has seen before.
  case takesDuplicates
  /// A record takes a change whose cause it has not seen.
  case takesGaps
  /// A hub never takes a change out of quarantine when its cause arrives.
  case neverReleasesGaps
  /// A laptop forgets what it had to offer when a hub is restored a second time.
  case forgetsLegacy
  /// A laptop sends nothing of its earlier names.
  case forgetsEarlierNames
  /// A hub tells a refusal once, even where its answer was lost.
  case tellsRefusalsOnce
  /// A laptop shows the hub's state without what waits to be sent.
  case showsWithoutWaiting
  /// A laptop keeps what is no longer its owner's to read.
  case keepsRevoked
  /// A vector forgets its oldest replica when it grows.
  case prunesVectors
  /// A hub shows a shopper the visits of others.
  case showsForeignVisits
  /// A hub keeps its epoch when it is restored, and takes old cursors.
  case keepsEpoch
  /// A hub takes a change of a withdrawn member.
  case admitsWithdrawn

  /// What it breaks, in a sentence without its full stop.
  public var breaks: String {
    Mutant.sentences[self] ?? ""
  }

  private static let sentences: [Mutant: String] = [
    .greetsWithoutComparing:
      "A laptop takes the hub's journal for its own without comparing hashes at hello",
    .acknowledgesWithoutHead:
      "Laptop and hub go by counters, and compare no hashes, when they push",
    .missesItselfInPages: "A laptop does not look for its own later writes in what it pulls",
    .joinsOnLaptop:
      "A laptop joins pages into what it shows instead of replaying over them",
    .prunesAtAcknowledgement: "A laptop forgets its changes once they are acknowledged",
    .believesCursors: "A hub takes a cursor without looking whether its log has that place",
    .ignoresReceipts: "A hub reads neither receipts nor cursors as evidence of its restore",
    .offersNothing: "A laptop offers nothing to a restored hub",
    .pushesNothingAgain: "A laptop sends nothing again to a restored hub",
    .forgetsRefused: "A hub does not count a refused change as seen",
    .showsRefused: "A laptop shows a refused change as if it had been taken",
    .forkKeepsBases: "A fork leaves in bases what the other branch wrote",
    .forkKeepsTombstones: "A fork leaves in deletions what the other branch wrote",
    .forkDropsRefused: "A fork drops what was refused",
    .forkDropsTail: "A fork drops what was written after the fork",
    .resurrects: "A write does not replace what its author had seen",
    .lastWriterWins: "A write replaces what its author had not seen",
    .dropsUnknownValues: "A record's state loses values of newer programs",
    .dropsUnknownMembers: "A rewritten change loses the members of newer programs",
    .runsAhead: "A page's cursor runs ahead of its records",
    .keepsCursorFirst: "A laptop keeps the cursor of a page before the page",
    .answersBeforeCommit: "A hub answers before its commit is on disk",
    .takesDuplicates: "A record takes a change that it has seen before",
    .takesGaps: "A record takes a change whose cause it has not seen",
    .neverReleasesGaps: "A hub never takes a change out of quarantine when its cause arrives",
    .forgetsLegacy: "A laptop forgets what it had to offer when a hub is restored a second time",
    .forgetsEarlierNames: "A laptop sends nothing of its earlier names",
    .tellsRefusalsOnce: "A hub tells a refusal once, even where its answer was lost",
    .showsWithoutWaiting: "A laptop shows the hub's state without what waits to be sent",
    .keepsRevoked: "A laptop keeps what is no longer its owner's to read",
    .prunesVectors: "A vector forgets its oldest replica when it grows",
    .showsForeignVisits: "A hub shows a shopper the visits of others",
    .keepsEpoch: "A hub keeps its epoch when it is restored, and takes old cursors",
    .admitsWithdrawn: "A hub takes a change of a withdrawn member",
  ]

  /// The defect that is on; nil for none.
  ///
  /// Safe because it is set before the histories of a run start, and never while they run.
  nonisolated(unsafe) public static var current: Mutant?

  /// Whether a defect is on.
  @inline(__always)
  public static func isOn(_ mutant: Mutant) -> Bool {
    current == mutant
  }
}
#endif
