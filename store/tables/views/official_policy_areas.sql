SELECT row_number, commitment_id, generate_subscripts(policy_areas, 1)::INTEGER AS number, unnest(policy_areas) AS policy_area
FROM official_commitments
ORDER BY row_number, number
