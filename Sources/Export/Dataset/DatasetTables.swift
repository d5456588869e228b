// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The tables of a dataset.
package struct DatasetTables {
  let visits: DatasetTable<VisitSubject>
  let observations: DatasetTable<ObservationSubject>
  let attempts: DatasetTable<VisitSubject>
  let locations: DatasetTable<DefinitionSubject>
  let interactions: DatasetTable<DefinitionSubject>
  let conflicts: DatasetTable<CandidateSubject>
  let reviews: DatasetTable<ReviewSubject>

  /// Lays the tables out.
  ///
  /// - Parameters:
  ///   - attributes: The free attributes that occur, by kind of record: each becomes a column.
  ///   - values: How answers are shown.
  package init(
    attributes: [RecordKind: Set<FieldPath>] = [:],
    values: DatasetChoice.Values = .codes
  ) {
    visits = .visits(attributes: attributes[.visit] ?? [])
    observations = .observations(attributes: attributes[.observation] ?? [], values: values)
    attempts = .attempts(attributes: attributes[.attempt] ?? [])
    locations = .locations(attributes: attributes[.location] ?? [])
    interactions = .interactions(attributes: attributes[.interaction] ?? [])
    conflicts = .conflicts
    reviews = .reviews(attributes: attributes[.review] ?? [])
  }

  /// The tables in the order of the manifest.
  package var schemas: [TableSchema] {
    [
      visits.schema, observations.schema, attempts.schema, locations.schema, interactions.schema,
      conflicts.schema, reviews.schema,
    ]
  }

  /// Views for SQLite that put beside each row what people ask for first.
  package static let views = [
    """
    CREATE VIEW v_visit AS SELECT visits.*, locations.name AS location_name, locations.city
    FROM visits LEFT JOIN locations ON locations.code = visits.location
    """,
    """
    CREATE VIEW v_observation AS SELECT observations.*, interactions.name AS interaction_name,
    interactions."min", interactions."max", interactions.better, interactions.importance,
    visits.date, visits.state, visits.review_state, locations.name AS location_name, locations.city
    FROM observations
    LEFT JOIN interactions ON interactions.code = observations.interaction
    LEFT JOIN visits ON visits.visit_id = observations.visit_id
    LEFT JOIN locations ON locations.code = observations.location
    """,
    """
    CREATE VIEW v_conflict AS SELECT conflicts.*, interactions.name AS interaction_name
    FROM conflicts LEFT JOIN interactions ON interactions.code = conflicts.interaction
    """,
  ]
}
