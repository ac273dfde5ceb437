import { holdArea } from './dbt/hold-area.ts';

holdArea('config', 95);
