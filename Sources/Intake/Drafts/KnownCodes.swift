// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// The codes that a file may refer to.
///
/// A kind of which nothing is known is not looked up.
package struct KnownCodes: Sendable {
  private var codes: [RecordKind: [String]] = [:]
  /// A hash of each code's bytes: `String` would take two codings of one letter for one code.
  private var hashes: [RecordKind: Set<Int>] = [:]

  /// Nothing known.
  package init() {}

  /// Makes a code known; from now on the others of its kind are unknown.
  package mutating func insert(_ code: String, _ kind: RecordKind) {
    let isNew = hashes[kind, default: []].insert(KnownCodes.hash(code)).inserted
    // Of visits there may be very many, and no nearest one is asked for.
    if isNew, kind != .visit { codes[kind, default: []].append(code) }
  }

  /// Makes a kind known, though it may have no codes yet.
  package mutating func open(_ kind: RecordKind) {
    hashes[kind, default: []] = hashes[kind] ?? []
  }

  /// Whether a code is known; nil where nothing is known of its kind.
  package func contains(_ code: String, _ kind: RecordKind) -> Bool? {
    hashes[kind]?.contains(KnownCodes.hash(code))
  }

  private static func hash(_ code: String) -> Int {
    var hasher = Hasher()
    var code = code
    code.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
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
