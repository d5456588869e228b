// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// The codes that a file may refer to.
///
/// A kind of which nothing is known is not looked up.
package struct KnownCodes: Sendable {
  private var codes: [RecordKind: [String]] = [:]
  private var bytes: [RecordKind: Set<[UInt8]>] = [:]

  /// Nothing known.
  package init() {}

  /// Makes a code known; from now on the others of its kind are unknown.
  package mutating func insert(_ code: String, _ kind: RecordKind) {
    if bytes[kind, default: []].insert(Array(code.utf8)).inserted {
      codes[kind, default: []].append(code)
    }
  }

  /// Makes a kind known, though it may have no codes yet.
  package mutating func open(_ kind: RecordKind) {
    bytes[kind, default: []] = bytes[kind] ?? []
  }

  /// Whether a code is known; nil where nothing is known of its kind.
  package func contains(_ code: String, _ kind: RecordKind) -> Bool? {
    bytes[kind]?.contains(Array(code.utf8))
  }

  /// The known code that is nearest to a mistyped one.
  package func nearest(to code: String, _ kind: RecordKind) -> String? {
    NearestName.of(code, among: codes[kind] ?? [])
  }
}

extension FieldSchema {
  /// The kind of record whose code a field holds; nil where it holds something else.
  package static func referent(of path: FieldPath) -> RecordKind? {
    switch path.text {
    case "brand": .brand
    case "interaction", "outcome": .interaction
    case "location": .location
    case "scenario": .scenario
    case "segment": .segment
    case "wave": .wave
    default: nil
    }
  }
}
