// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// Whole records as bytes: live values grouped by the write that left them.
package enum RecordCodec {
  /// The bytes of a record: always the same for equal records.
  package static func bytes(of record: Record) -> [UInt8] {
    var writes: [Dot: WireWrite] = [:]
    for field in record.fields {
      for sibling in field.siblings.all {
        let put = WirePut(Put(field.path, sibling.value))
        writes[sibling.dot, default: WireWrite(sibling)].puts.append(put)
      }
    }
    let wire = WireRecordState.with {
      $0.header = WireHeader(record.header)
      $0.context = WireVersionVector(record.context)
      $0.writes = writes.sorted { $0.key < $1.key }.map(\.value)
    }
    return wire.encoded()
  }

  /// Reads a record.
  ///
  /// - Parameter bytes: A record's state.
  /// - Returns: The record.
  /// - Throws: ``WireProblem`` where the bytes are not one, or contradict themselves.
  package static func record(from bytes: [UInt8]) throws(WireProblem) -> Record {
    guard let wire = try? WireRecordState(serializedBytes: bytes) else {
      throw WireProblem("The bytes are not a record.")
    }
    let context = try wire.context.vector()
    var siblings: [FieldPath: [Sibling]] = [:]
    var last: Dot?
    for write in wire.writes {
      let dot = try write.dot.dot()
      guard let stamp = try write.stamp.stamp(), context.contains(dot) else {
        throw WireProblem("A record holds a write that it has not seen, or one without an author.")
      }
      // In order, so that no write comes twice, with two authors.
      guard last.map({ $0 < dot }) ?? true else {
        throw WireProblem("A record's writes are not in order.")
      }
      last = dot
      for put in write.puts.map(\.put) {
        guard siblings[put.path]?.last?.dot != dot else {
          throw WireProblem("A record holds one write of a field twice.")
        }
        siblings[put.path, default: []].append(Sibling(dot: dot, value: put.value, stamp: stamp))
      }
    }
    return Record(header: try wire.header.header(), siblings: siblings, context: context)
  }
}

extension WireWrite {
  init(_ sibling: Sibling) {
    dot = WireDot(sibling.dot)
    stamp = WireStamp(sibling.stamp)
  }
}
