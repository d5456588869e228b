// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A push that is byte for byte as this program writes it.
///
/// A library's message of it would be a second copy of each change.
package struct PushForm {
  /// The timeline that the sender believes the hub to be on.
  package let epoch: [UInt8]

  /// The replica whose journal it is.
  package let replica: ReplicaID

  /// The changes, each as its author wrote it.
  package private(set) var changes: [[UInt8]] = []

  /// The counter of the first; 0 where the sender does not say.
  package let first: UInt64

  /// The hash of the last; none where the sender does not say.
  package let head: [UInt8]

  /// Whether to quarantine what has a causal gap.
  package let settles: Bool

  /// Reads a push; nil where the library has to.
  package init?(_ body: [UInt8]) {
    guard let push = body.withUnsafeBytes({ PushForm($0) }) else { return nil }
    self = push
  }

  private init?(_ body: UnsafeRawBufferPointer) {
    var form = ExactForm(body)
    epoch = form.part(1).map { Array($0.rest) } ?? []
    guard let replica: ReplicaID = form.name(2) else { return nil }
    self.replica = replica
    changes.reserveCapacity(SyncLimits.changesMaximum)
    while let change = form.part(3) { changes.append(Array(change.rest)) }
    first = form.number(4)
    head = form.part(5).map { Array($0.rest) } ?? []
    settles = form.number(6) == 1
    guard form.isAtEnd else { return nil }
  }
}
