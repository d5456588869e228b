// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// A record as a pull comes by it.
package struct PulledRecord {
  /// Its name.
  package let id: RecordID

  /// Its last entry in the log.
  package let seq: Int64

  /// How it stands to viewers.
  package let release: Release

  /// Whether what it said was erased.
  package let isErased: Bool

  /// Its state as it travels, only as long as the record is looked at; nothing where it was erased.
  package let state: UnsafeRawBufferPointer

  /// Who is named in the state, where the record is known to have been written once.
  package let names: StateNames?

  /// A record as a pull comes by it.
  package init(
    id: RecordID,
    seq: Int64,
    release: Release,
    isErased: Bool,
    state: UnsafeRawBufferPointer,
    names: StateNames? = nil
  ) {
    self.id = id
    self.seq = seq
    self.release = release
    self.isErased = isErased
    self.state = state
    self.names = names
  }
}

/// Record states as a page carries them: one after another, each as a field of the message.
package struct PageStates: Hashable, Sendable {
  private static let field: UInt8 = 1

  /// All of them.
  package private(set) var bytes: [UInt8] = []

  /// How many there are.
  package private(set) var count = 0

  /// Adds a state.
  mutating func add(_ state: UnsafeRawBufferPointer) {
    bytes.add(PageStates.field, state)
    count += 1
  }

  /// Each of them.
  package var all: [[UInt8]] {
    (try? WirePullResponse(decoding: bytes))?.records.map { Array($0) } ?? []
  }
}
