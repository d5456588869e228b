// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

extension HubLedger {
  /// Lets changes and offers that waited for what this transaction has written take effect, and
  /// then those that waited for them.
  mutating func settleWaiting(_ posting: inout Posting) throws {
    guard posting.hasWaiting else { return }
    #if Mutants
    if Mutant.isOn(.neverReleasesGaps) { return }
    #endif
    var causes = posting.touched.sorted()
    while let cause = causes.popLast() {
      for offer in try storage.refusedOffers(for: cause) where try settle(offer, in: &posting) {
        causes.append(offer.record)
      }
      for waiting in try storage.waitingChanges(for: cause) {
        guard let record = waiting.record, try settle(waiting, in: &posting) else { continue }
        causes.append(record)
      }
    }
  }

  /// Looks again at a change that waited.
  ///
  /// - Returns: Whether what was made on it need wait no longer.
  private mutating func settle(
    _ waiting: RefusedChange,
    in posting: inout Posting
  ) throws -> Bool {
    guard waiting.requeuedAs == nil, let bytes = try storage.change(waiting.dot),
      let author = try storage.author(of: waiting.dot.replica)
    else { return false }
    let change = try ChangeCodec.change(from: bytes)
    let refusal = try refusal(
      of: change,
      by: author,
      flaw: WriteRule.flaw(in: change),
      bytes: bytes.count,
      in: &posting
    )
    if refusal?.code == .causalGap { return false }
    try append(.effect(waiting.dot), of: change.header.id, in: &posting)
    guard let refusal else {
      try storage.release(waiting.dot)
      try effect(change, bytes: bytes.count, in: &posting)
      return true
    }
    var refused = waiting
    refused.code = refusal.code
    refused.detail = refusal.detail
    try storage.keep(refused)
    return try disregard(change.dot, of: change.header, refusal, in: &posting)
  }

  /// Looks again at an offer in quarantine: it may say nothing new any more, or its visit may have
  /// come.
  ///
  /// - Returns: Whether its record has come by it.
  private mutating func settle(_ offer: RefusedOffer, in posting: inout Posting) throws -> Bool {
    let state = try RecordCodec.record(from: offer.bytes)
    let known = try load(offer.record, in: &posting)
    if let known, state.context.isCovered(by: known.record.context) {
      try storage.removeOffer(offer.hash)
      return false
    }
    guard offer.code == Refusal.Code.causalGap.rawValue,
      try join(state, offer.bytes, in: &posting) == nil
    else { return false }
    try storage.removeOffer(offer.hash)
    return true
  }

  /// Takes a refused change as seen, where its record is to take it so.
  ///
  /// - Returns: Whether what was made on it need wait no longer.
  mutating func disregard(
    _ dot: Dot,
    of header: RecordHeader,
    _ refusal: Refusal,
    in posting: inout Posting
  ) throws -> Bool {
    guard refusal.code.countsAsSeen else { return false }
    let known = try load(header.id, in: &posting)
    guard known != nil || refusal.code.makesRecord else {
      posting.wake(header.id)
      return true
    }
    posting.write(header, orElse: blank(header)) { $0.record.disregard(dot) }
    return true
  }
}
