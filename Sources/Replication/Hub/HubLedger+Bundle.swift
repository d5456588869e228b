// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
package import SyncProtocol

extension HubLedger {
  /// Takes the unsent work of a store that somebody carried here, as if the store had sent it.
  ///
  /// Nobody is there to offer what the hub may lack, so that a change with a causal gap waits.
  ///
  /// - Parameters:
  ///   - bundle: What the store wrote; its seal was compared.
  ///   - author: The store's own session.
  /// - Returns: How far the hub holds each of its journals now.
  /// - Throws: ``HubRefusal``, as a push does.
  package mutating func deliver(
    _ bundle: WireBundle,
    by author: Session
  ) throws -> [BundleDelivery] {
    var deliveries: [BundleDelivery] = []
    for run in bundle.runs {
      let changes = run.changes.map { Array($0) }
      guard let replica = ReplicaID(bytes: Array(run.replica)), let last = changes.last else {
        throw HubRefusal.unreadable("A bundle holds a run of no store, or an empty one.")
      }
      _ = try enlist(replica, device: bundle.device, by: author)
      let batch = Batch(
        epoch: try storage.timeline().epoch,
        replica: replica,
        changes: changes,
        first: run.first,
        head: ChangeCodec.hash(of: last),
        settles: true
      )
      let outcome = try push(OpenedBatch(batch), by: author)
      deliveries.append(BundleDelivery(replica: replica, outcome: outcome))
    }
    return deliveries
  }
}

/// What came of one of a bundle's journals.
package struct BundleDelivery: Hashable, Sendable {
  /// The journal's replica.
  package let replica: ReplicaID

  /// How far the hub holds it now.
  package let outcome: PushOutcome
}
