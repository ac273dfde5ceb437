import { holdArea } from './dbt/hold-area.ts';

holdArea('entries', 190);
