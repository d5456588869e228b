// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Turns records into the rows of a dataset, visit by visit, in constant memory.
///
/// Rows come out in the order in which records are given; a visit's observations in the order of
/// the interaction bank. Equal records in equal order give equal bytes.
package final class DatasetBuilder {
  private let folder: DatasetFolder
  private let tables: DatasetTables
  private let context: DatasetContext
  private var provisionalCells = 0
  private var unreadableCells = 0
  private var leftOut: [Manifest.LeftOut] = []

  /// Opens a dataset and writes its places and interactions.
  ///
  /// - Parameters:
  ///   - path: The dataset's folder; created where it is missing.
  ///   - format: The file format.
  ///   - definitions: The program's own record and its definitions.
  ///   - attributes: The free attributes that occur, by kind of record: each becomes a column.
  ///   - choice: Which visits are taken, and how answers are shown.
  ///   - names: How people and devices are named.
  ///   - csv: Options of CSV.
  /// - Throws: ``ExportError``.
  package init(
    _ path: String,
    format: DatasetFormat,
    definitions: [Record],
    attributes: [RecordKind: Set<FieldPath>],
    choice: DatasetChoice,
    names: DatasetNames,
    csv: CSVOptions = CSVOptions()
  ) throws {
    tables = DatasetTables(attributes: attributes, values: choice.values)
    context = DatasetContext(
      definitions: Definitions(definitions),
      choice: choice,
      names: names
    )
    folder = try DatasetFolder(
      path,
      format: format,
      tables: tables.schemas,
      views: DatasetTables.views,
      csv: csv
    )
    for record in context.definitions.all(.location) {
      let row = tables.locations.row(of: DefinitionSubject(record: record, context: context))
      try write(row, of: record, to: tables.locations.schema)
    }
    for record in context.definitions.all(.interaction) {
      let row = tables.interactions.row(of: DefinitionSubject(record: record, context: context))
      try write(row, of: record, to: tables.interactions.schema)
    }
    for record in definitions {
      if record.isDeleted { leaveOut("\(record.header.kind.rawValue)s", "deleted") }
      try writeConflicts(of: record, visit: nil, interaction: nil)
    }
  }

  /// Adds a visit with its observations and its review, or counts it as left out.
  package func add(_ records: VisitRecords) throws {
    let review = records.review.flatMap { $0.isDeleted ? nil : Review($0) }
    if let why = context.choice.objection(to: Visit(records.visit), review: review) {
      leaveOut("visits", why)
      leaveOut("observations", "of a visit \(why)", count: records.observations.count)
      return
    }
    let alive = records.observations.filter { !$0.isDeleted }
    leaveOut("observations", "deleted", count: records.observations.count - alive.count)
    let visit = VisitSubject(
      record: records.visit,
      review: review,
      observations: alive.count,
      context: context
    )
    try write(tables.visits.row(of: visit), of: visit.record, to: tables.visits.schema)
    try writeConflicts(of: visit.record, visit: visit.record, interaction: nil)
    let subjects = alive.map {
      ObservationSubject($0, of: visit, original: records.originals[$0.header.id])
    }
    for subject in subjects.sorted(by: DatasetBuilder.precedes) {
      let row = tables.observations.row(of: subject)
      try write(row, of: subject.record, to: tables.observations.schema)
      try writeConflicts(
        of: subject.record,
        visit: visit.record,
        interaction: Observation(subject.record).interaction
      )
    }
    if let review {
      let row = tables.reviews.row(of: ReviewSubject(record: review.record, visit: visit))
      try write(row, of: review.record, to: tables.reviews.schema)
      try writeConflicts(of: review.record, visit: visit.record, interaction: nil)
    }
  }

  /// Adds an attempt at a visit.
  package func add(attempt: Record) throws {
    if attempt.isDeleted { return leaveOut("attempts", "deleted") }
    let subject = VisitSubject(record: attempt, review: nil, observations: 0, context: context)
    try write(tables.attempts.row(of: subject), of: attempt, to: tables.attempts.schema)
    try writeConflicts(of: attempt, visit: nil, interaction: nil)
  }

  /// Counts something that the dataset does not hold.
  package func leaveOut(_ what: String, _ why: String, count: Int = 1) {
    guard count > 0 else { return }
    if let place = leftOut.firstIndex(where: { $0.what == what && $0.why == why }) {
      leftOut[place].count += count
    } else {
      leftOut.append(Manifest.LeftOut(what: what, why: why, count: count))
    }
  }

  /// Completes the dataset and puts it in the older one's place.
  ///
  /// - Parameters:
  ///   - generatedBy: Name and version of the program that writes.
  ///   - filters: Further options that shaped the dataset, for the manifest.
  ///   - cursor: The hub's cursor up to which the records go.
  ///   - createdAt: The time of writing, where the manifest is to say it.
  /// - Returns: The manifest as it was written.
  /// - Throws: ``ExportError``.
  package func finish(
    generatedBy: String,
    filters: [String: String] = [:],
    cursor: String? = nil,
    createdAt: String? = nil
  ) throws -> Manifest {
    let own = ["state": context.choice.states.rawValue, "values": context.choice.values.rawValue]
    var manifest = Manifest(
      generatedBy: generatedBy,
      program: context.definitions.program,
      filters: own.merging(filters) { _, given in given },
      cursor: cursor,
      createdAt: createdAt
    )
    manifest.provisionalCells = provisionalCells
    manifest.unreadableCells = unreadableCells
    manifest.leftOut = leftOut.sorted { ($0.what, $0.why) < ($1.what, $1.why) }
    return try folder.commit(manifest)
  }

  private func write(_ row: [Cell], of record: Record, to table: TableSchema) throws {
    for field in record.fields where field.path != .tombstone && field.path != .existence {
      if record.isProvisional(field.path) { provisionalCells += 1 }
      switch record.value(of: field.path) {
      case .unreadable, .unknown: unreadableCells += 1
      default: break
      }
      if FieldSchema.specification(of: field.path, in: record.header.kind) == nil {
        leaveOut("fields", "of a newer program: update this one", count: 1)
      }
    }
    try folder.write(row, to: table)
  }

  private func writeConflicts(of record: Record, visit: Record?, interaction: String?) throws {
    for conflict in record.conflicts {
      for number in 1...conflict.candidates.count {
        let subject = CandidateSubject(
          conflict: conflict,
          number: number,
          visit: visit,
          interaction: interaction,
          names: context.names
        )
        try folder.write(tables.conflicts.row(of: subject), to: tables.conflicts.schema)
      }
    }
  }

  /// The order of the interaction bank, then that of the codes' bytes, then that of the names.
  private static func precedes(_ left: ObservationSubject, _ right: ObservationSubject) -> Bool {
    let (first, second) = (left.interaction?.order ?? .max, right.interaction?.order ?? .max)
    if first != second { return first < second }
    let codes = [left, right].map { FieldPath(Observation($0.record).interaction) }
    return codes[0] == codes[1]
      ? left.record.header.id < right.record.header.id : codes[0] < codes[1]
  }
}
