SET client_min_messages = warning;
DROP TABLE IF EXISTS developers;
CREATE SCHEMA IF NOT EXISTS lists;
CREATE EXTENSION IF NOT EXISTS intarray SCHEMA lists;
CREATE UNLOGGED TABLE developers (
    id int, free_from date, free_again date, taken_from date, pay bigint, pay_kind smallint, class smallint, country smallint,
    english smallint, seniority smallint, hours smallint, hours_left smallint, dedicated bool, skills int[], years smallint[]
);
-- Lists that are ready for use as they stand.
ALTER TABLE developers ALTER skills SET STORAGE plain, ALTER years SET STORAGE plain;
