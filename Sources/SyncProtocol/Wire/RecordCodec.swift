// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// Whole records as bytes: live values grouped by the write that left them.
package enum RecordCodec {
  /// The bytes of a record: always the same for equal records.
  package static func bytes(of record: Record) -> [UInt8] {
    var writer = UsualWriter()
    writer.header(1, record.header)
    writer.vector(2, record.context)
    if let only = record.onlyWrite {
      // Most records were written once: nothing is to be grouped.
      writer.message(3) {
        $0.dot(1, only.dot)
        $0.stamp(2, only.stamp)
        for field in record.fields {
          if let value = field.siblings.only?.value { $0.put(3, field.path, value) }
        }
      }
      return writer.bytes
    }
    var writes: [Dot: [(FieldPath, Sibling)]] = [:]
    for field in record.fields {
      for sibling in field.siblings {
        writes[sibling.dot, default: []].append((field.path, sibling))
      }
    }
    for (dot, puts) in writes.sorted(by: { $0.key < $1.key }) {
      writer.write(dot, puts)
    }
    return writer.bytes
  }

  /// Reads a record.
  ///
  /// - Parameter bytes: A record's state.
  /// - Returns: The record.
  /// - Throws: ``WireProblem`` where the bytes are not one, or contradict themselves.
  package static func record(from bytes: [UInt8]) throws(WireProblem) -> Record {
    if let record = UsualForm.read(bytes, { $0.record() }) { return record }
    guard let wire = try? WireRecordState(serializedBytes: bytes) else {
      throw WireProblem("The bytes are not a record.")
    }
    var writes: [(Dot, Stamp, [Put])] = []
    for write in wire.writes {
      guard let stamp = try write.stamp.stamp() else {
        throw WireProblem("A record holds a write without an author.")
      }
      writes.append((try write.dot.dot(), stamp, write.puts.map(\.put)))
    }
    return try record(
      try wire.header.header(),
      context: try wire.context.vector(),
      writes: writes
    )
  }

  /// Reads what never changes about a record, and what it has seen.
  ///
  /// - Parameter bytes: A record's state.
  /// - Returns: The header and the context.
  /// - Throws: ``WireProblem`` where the bytes do not begin as a record does.
  package static func outline(
    of bytes: [UInt8]
  ) throws(WireProblem) -> (header: RecordHeader, context: VersionVector) {
    if let outline = UsualForm.read(bytes, { $0.outline() }) { return outline }
    let record = try record(from: bytes)
    return (record.header, record.context)
  }

  /// Makes a record of the writes that are live in it.
  fileprivate static func record(
    _ header: RecordHeader,
    context: VersionVector,
    writes: [(dot: Dot, stamp: Stamp, puts: [Put])]
  ) throws(WireProblem) -> Record {
    #if !Mutants
    if writes.count == 1, context.contains(writes[0].dot),
      writes[0].puts.areDistinct
    {
      // Most records were written once: nothing is to be brought together.
      let (dot, stamp, puts) = writes[0]
      return Record(header: header, puts: puts, by: dot, stamp, context: context)
    }
    #endif
    var siblings: [FieldPath: [Sibling]] = [:]
    var last: Dot?
    for (dot, stamp, puts) in writes {
      guard context.contains(dot) else {
        throw WireProblem("A record holds a write that it has not seen.")
      }
      // In order, so that no write comes twice, with two authors.
      guard last.map({ $0 < dot }) ?? true else {
        throw WireProblem("A record's writes are not in order.")
      }
      last = dot
      let write = Write(dot, stamp)
      for put in puts {
        #if Mutants
        if case .unknown = put.value, Mutant.isOn(.dropsUnknownValues) { continue }
        #endif
        guard siblings[put.path]?.last?.dot != dot else {
          throw WireProblem("A record holds one write of a field twice.")
        }
        siblings[put.path, default: []].append(Sibling(put.value, by: write))
      }
    }
    return Record(header: header, siblings: siblings, context: context)
  }
}

extension UsualWriter {
  fileprivate mutating func write(_ dot: Dot, _ puts: [(FieldPath, Sibling)]) {
    message(3) {
      $0.dot(1, dot)
      $0.stamp(2, puts[0].1.stamp)
      for (path, sibling) in puts { $0.put(3, path, sibling.value) }
    }
  }
}

extension UsualForm {
  fileprivate mutating func outline() -> (RecordHeader, VersionVector)? {
    defer { skipRest() }
    return head()
  }

  private mutating func head() -> (RecordHeader, VersionVector)? {
    guard bytes(1), let header = header() else { return nil }
    return (header, bytes(2) ? vector() : VersionVector())
  }

  fileprivate mutating func record() -> Record? {
    guard let (header, context) = head() else { return nil }
    var writes: [(Dot, Stamp, [Put])] = []
    while bytes(3) {
      guard let write = write() else { return nil }
      writes.append(write)
    }
    return try? RecordCodec.record(header, context: context, writes: writes)
  }

  private mutating func write() -> (Dot, Stamp, [Put])? {
    message { form in
      guard form.bytes(1), let dot = form.dot(), form.bytes(2), let stamp = form.stamp() else {
        return nil
      }
      return (dot, stamp, form.puts(3))
    }
  }
}
