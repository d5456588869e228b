// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Replication
package import SyncProtocol

/// What a hub must keep: people, their changes in commit order, and each record's latest state.
///
/// Every method is one transaction: when it returns, what it did is on disk; when it throws,
/// nothing was done. Errors are `HubRefusal` and ``HubStoreError`` for what the caller got wrong,
/// and the storage's own for the rest.
package protocol HubStore: Sendable {
  /// What tells this hub from every other.
  var identity: HubIdentity { get }

  /// Makes a one-time code for a person.
  ///
  /// A name and role that the hub knows mean the same person, who gets another device.
  ///
  /// - Parameters:
  ///   - invitation: Whom to invite to what.
  ///   - inviter: The coordinator who invites; nil for the hub's operator, who may invite anybody.
  /// - Returns: The code, which is told only here.
  /// - Throws: ``HubStoreError/invalid(_:)`` or ``HubStoreError/forbidden(_:)``.
  func invite(_ invitation: Invitation, by inviter: Session?) async throws -> IssuedCode

  /// Turns a one-time code into a token for a replica.
  func enrol(code: String, replica: ReplicaID, device: String) async throws -> Enrolment

  /// Whose token this is; nil for nobody's.
  ///
  /// - Throws: ``HubStoreError/retired`` where the token is no longer taken.
  func session(token: String) async throws -> Session?

  /// The hub's timeline: another after it was restored.
  func timeline() async throws -> HubTimeline

  /// Answers a hello by the rules of `HubLedger`.
  func answer(
    _ request: WireHelloRequest,
    by session: Session
  ) async throws -> WireHelloResponse

  /// Takes a contiguous run of a replica's journal, whole or not at all.
  func push(_ batch: Batch, by session: Session) async throws -> PushOutcome

  /// What the person may read that has changed since a cursor, each record once.
  func pull(
    since cursor: [UInt8],
    recordsMaximum: Int,
    by session: Session
  ) async throws -> PullOutcome

  /// Takes records as a store last had them, after the hub was restored.
  func offer(
    _ states: [[UInt8]],
    epoch: [UInt8],
    by session: Session
  ) async throws -> OfferOutcome

  /// Takes the unsent work of a store that somebody carried here.
  ///
  /// - Throws: `HubRefusal.foreignSeal` where the seal is of no store that the hub knows.
  func deliver(_ sealed: WireSealedBundle) async throws -> [BundleDelivery]

  /// Everything that is wrong with what the store holds, in sentences; none where all is well.
  func check() async throws -> [String]

  /// Replicas, what waits on them, quarantine and sizes.
  func status() async throws -> HubStatus
}

/// What tells a hub from every other, and its secrets.
package struct HubIdentity: Sendable {
  /// Signs receipts; never leaves the hub.
  package let receiptKey: [UInt8]

  /// Hides typed shopper names in datasets; told to coordinators.
  package let pseudonymKey: [UInt8]
}
