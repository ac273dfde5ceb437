import { holdArea } from './dbt/hold-area.ts';

holdArea('semantics', 75);
