import { holdArea } from './dbt/hold-area.ts';

holdArea('properties', 160);
