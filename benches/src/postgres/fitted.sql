-- Each skill with every step of years up to its own.
CREATE OR REPLACE FUNCTION listed(skills int[], years smallint[]) RETURNS int[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT skill * 64 + step FROM unnest(skills, years) own (skill, had), unnest('{0, 1, 2, 3, 5, 8}'::int[]) step
        WHERE step <= had
    );
END $$;
SET maintenance_work_mem = '512MB';
-- The English is what every role here asks for: B2.
CREATE INDEX ON developers USING gin (listed(skills, years)) WHERE english >= 3 AND dedicated;
